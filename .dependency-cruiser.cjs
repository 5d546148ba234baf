/** Who may import whom. Each rule is one sentence of the house style. */
const programs = 'backend|lambda|frontend|embedded|e2e';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'What imports itself cannot be understood, tested or moved alone.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'programs-meet-in-the-contract',
      comment: 'Programs agree through contract/ and never import each other.',
      severity: 'error',
      from: { path: `^(${programs})/` },
      to: { path: `^(${programs})/`, pathNot: '^$1/' },
    },
    {
      name: 'contract-imports-nobody',
      severity: 'error',
      from: { path: '^contract/' },
      to: { path: `^(${programs})/` },
    },
    {
      name: 'testing-and-seed-import-no-program',
      comment: 'Test support and demo content know of the system what any client knows: the contract.',
      severity: 'error',
      from: { path: '^(testing|seed)/' },
      to: { path: `^(${programs}|bench|infrastructure)/` },
    },
    {
      name: 'nothing-shipped-imports-test-support',
      severity: 'error',
      from: {
        path: '^(contract|backend|lambda|frontend|embedded|infrastructure|uploader)/src/',
        pathNot: '\\.spec\\.tsx?$',
      },
      to: { path: '^(testing|seed)/' },
    },
    {
      name: 'uploader-imports-the-contract-only',
      comment: 'The upload engine runs in any page: it knows neither the web app nor React.',
      severity: 'error',
      from: { path: '^uploader/src/' },
      to: { path: `^(${programs})/|node_modules/(react|react-dom|@tanstack)/` },
    },
    {
      name: 'uploader-by-its-entry-point',
      severity: 'error',
      from: { pathNot: '^uploader/' },
      to: { path: '^uploader/', pathNot: '^uploader/(src/index|test/fakes)\\.ts$' },
    },
    {
      name: 'typeorm-stays-in-the-database-layer',
      comment: 'TypeORM only in entities, repositories, the module that registers them, and database/.',
      severity: 'error',
      from: {
        path: '^backend/src/',
        pathNot: '(\\.entity|\\.repository|\\.module)\\.ts$|^backend/src/database/',
      },
      to: { path: 'node_modules/(typeorm|@nestjs/typeorm)/' },
    },
    {
      name: 'aws-sdk-stays-at-the-edges',
      comment:
        'The AWS SDK only in *-storage.ts, *-queue.ts, consumers, the Lambda client and the lambda’s edges.',
      severity: 'error',
      from: {
        path: '^(backend|lambda)/src/',
        pathNot:
          '(-storage|-queue|\\.consumer|-lambda|-consumers?)\\.ts$|^lambda/src/(storage|create-handler|publication|rendition-upload|unsigned-payload)\\.ts$|health\\.',
      },
      to: { path: 'node_modules/@aws-sdk/' },
    },
    {
      name: 'http-exceptions-stay-in-http',
      comment:
        'Features throw domain errors; Fastify and its plugins are known to the bootstrap and http/ only.',
      severity: 'error',
      from: {
        path: '^backend/src/(authentication|events|feed|health|likes|media|open-graph|processing|reconciliation|uploads|users)/',
      },
      to: { path: 'node_modules/@fastify/' },
    },
    {
      name: 'controllers-do-not-reach-past-services',
      severity: 'error',
      from: { path: '\\.controller\\.ts$' },
      to: { path: '(\\.repository|-storage|\\.entity)\\.ts$' },
    },
    {
      name: 'repositories-do-not-reach-up',
      severity: 'error',
      from: { path: '(\\.repository|\\.entity|-storage)\\.ts$' },
      to: { path: '(\\.service|\\.controller|\\.consumer)\\.ts$' },
    },
    {
      name: 'frontend-lib-and-components-are-the-base',
      severity: 'error',
      from: { path: '^frontend/src/(lib|components)/' },
      to: { path: '^frontend/src/(hooks|pages|app)/' },
    },
    {
      name: 'frontend-hooks-below-pages',
      severity: 'error',
      from: { path: '^frontend/src/hooks/' },
      to: { path: '^frontend/src/(pages|app)/' },
    },
    {
      name: 'frontend-pages-below-app',
      severity: 'error',
      from: { path: '^frontend/src/pages/' },
      to: { path: '^frontend/src/app/' },
    },
    {
      name: 'inspect-is-pure',
      comment: 'What a file is follows from its bytes alone: no storage, queue, publishing or settings.',
      severity: 'error',
      from: { path: '^lambda/src/inspect/' },
      to: { path: '^lambda/src/', pathNot: '^lambda/src/inspect/' },
    },
    {
      name: 'nothing-undeclared',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(virtual:|node:|(aws-lambda|cloudfront)$)|\\.css$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/dist/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs'],
    },
  },
};
