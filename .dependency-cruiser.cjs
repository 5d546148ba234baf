/** Who may import whom (docs/style.md). `.ci/test/import-rules.spec.ts` shows each rule failing on a probe. */
const { readdirSync, readFileSync } = require('node:fs');
const { join, posix } = require('node:path');

/** What runs for people. */
const programs = 'backend|lambda|frontend|embedded|infrastructure';
/** What only tests and tries them. */
const trials = 'testing|seed|e2e|bench';
const spec = '\\.spec\\.tsx?$|^[^/]+/test/';

/** Folders of the backend that any feature may use, and that know of none. */
const shared =
  'audit|batching|caching|config|database|errors|http|identity|lifecycle|logging|metrics|rate-limiting|tracing';
const features = readdirSync(join(__dirname, 'backend/src'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !shared.split('|').includes(entry.name) && entry.name !== 'media')
  .map(({ name }) => name);

/** The files of a feature that others may import: its module, and what that exports. */
function exportedFiles(feature) {
  const folder = posix.join('backend/src', feature);
  const modules = readdirSync(join(__dirname, folder)).filter((name) => name.endsWith('.module.ts'));
  return modules.flatMap((name) => {
    const source = readFileSync(join(__dirname, folder, name), 'utf8');
    const [, list = ''] = /exports:\s*\[([^\]]*)\]/.exec(source) ?? [];
    const files = list.split(',').flatMap((one) => {
      const imported = new RegExp(`\\b${one.trim() || '-'}\\b[^;]*?from '\\./([^']+)'`).exec(source);
      return imported ? [imported[1]] : [];
    });
    return [name, ...files].map((file) => posix.join(folder, file));
  });
}

const exported = `^(${features.flatMap(exportedFiles).join('|').replaceAll('.', '\\.')})$|\\.errors\\.ts$`;

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'What imports itself cannot be understood, tested or moved alone; types are no exception.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'nothing-unresolved',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(virtual:|node:|(aws-lambda|cloudfront)$)|\\.css$' },
    },
    {
      name: 'nothing-undeclared',
      comment: 'A package that only happens to lie in node_modules is gone with the next installation.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'nothing-shipped-needs-dev-dependencies',
      comment: 'Images and bundles are made without them.',
      severity: 'error',
      from: { path: '^(contract|backend|lambda|frontend|uploader)/src/', pathNot: spec },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only', 'npm'] },
    },
    {
      name: 'programs-meet-in-the-contract',
      comment: 'Programs agree through contract/ and never import each other.',
      severity: 'error',
      from: { path: `^(${programs}|uploader)/`, pathNot: '^infrastructure/test/' },
      to: { path: `^(${programs}|uploader|seed|e2e|bench)/`, pathNot: ['^$1/', '^uploader/'] },
    },
    {
      name: 'uploader-by-its-entry-point',
      severity: 'error',
      from: { pathNot: '^uploader/' },
      to: { path: '^uploader/', pathNot: '^uploader/(src/index|test/fakes)\\.ts$' },
    },
    {
      name: 'contract-imports-nobody',
      severity: 'error',
      from: { path: '^contract/' },
      to: { path: `^(${programs}|uploader|${trials})/` },
    },
    {
      name: 'testing-and-seed-import-no-program',
      comment: 'Test support and demo content know of the system what any client knows: the contract.',
      severity: 'error',
      from: { path: '^(testing|seed)/' },
      to: { path: `^(${programs}|uploader|e2e|bench)/` },
    },
    {
      name: 'e2e-looks-from-outside',
      comment: 'But for what ECS would run, which it takes from the templates.',
      severity: 'error',
      from: { path: '^e2e/' },
      to: { path: `^(${programs}|uploader|bench)/`, pathNot: '^infrastructure/src/|^uploader/' },
    },
    {
      name: 'nothing-shipped-imports-tests',
      severity: 'error',
      from: { path: `^(contract|uploader|${programs})/src/`, pathNot: spec },
      to: { path: `^(testing|seed)/|${spec}` },
    },
    {
      name: 'nothing-imports-a-spec',
      comment: 'What several specs need is support, in test/ or testing/.',
      severity: 'error',
      from: {},
      to: { path: '\\.spec\\.tsx?$' },
    },
    {
      name: 'typeorm-stays-in-the-database-layer',
      comment: 'TypeORM only in entities, repositories, modules and database/.',
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
        'The AWS SDK only in *-storage.ts, *-queue.ts, *-dns.ts, consumers, mail-transport.ts, the Lambda client and the lambda’s edges.',
      severity: 'error',
      from: {
        path: '^(backend|lambda)/src/',
        pathNot:
          '(-storage|-queue|-dns|\\.consumer|-lambda|-consumers?|mail-transport)\\.ts$|^lambda/src/(storage|create-dependencies|publication|rendition-upload|unsigned-payload)\\.ts$|health\\.',
      },
      to: { path: 'node_modules/@aws-sdk/' },
    },
    {
      name: 'fastify-stays-in-http',
      comment:
        'Features know requests and answers, not the server; its plugins are known to the bootstrap and http/ only.',
      severity: 'error',
      from: { path: `^backend/src/(media|${features.join('|')})/` },
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
      name: 'shared-imports-no-feature',
      comment: 'Folders that serve all features know none of them, nor what they share of media.',
      severity: 'error',
      from: { path: `^backend/src/(${shared})/`, pathNot: spec },
      to: { path: `^backend/src/(media|${features.join('|')})/` },
    },
    {
      name: 'media-imports-no-feature',
      comment: 'media/ is what features share; entities name the rows that they refer to.',
      severity: 'error',
      from: { path: '^backend/src/media/', pathNot: spec },
      to: { path: `^backend/src/(${features.join('|')})/`, pathNot: '\\.entity\\.ts$' },
    },
    {
      name: 'features-meet-by-what-modules-export',
      comment: 'A module, what it exports, and its errors; entities name each other’s, for foreign keys.',
      severity: 'error',
      from: { path: '^backend/src/([^/]+)/', pathNot: [spec, '\\.entity\\.ts$'] },
      to: { path: `^backend/src/(${features.join('|')})/`, pathNot: ['^backend/src/$1/', exported] },
    },
    {
      name: 'entities-know-entities',
      severity: 'error',
      from: { path: '^backend/src/([^/]+)/.+\\.entity\\.ts$' },
      to: {
        path: `^backend/src/(media|${features.join('|')})/`,
        pathNot: ['^backend/src/$1/', '\\.entity\\.ts$'],
      },
    },
    {
      name: 'repositories-stay-at-home',
      comment:
        'Whoever needs another feature’s rows asks its service; fragments of SQL are in media/statements.',
      severity: 'error',
      from: { path: '^backend/src/([^/]+)/', pathNot: spec },
      to: { path: '\\.repository\\.ts$', pathNot: '^backend/src/$1/' },
    },
    {
      name: 'frontend-lib-and-components-are-the-base',
      comment: 'lib and components know no feature, and no feature knows app.',
      severity: 'error',
      from: { path: '^frontend/src/(lib|components)/' },
      to: { path: '^frontend/src/(features|app)/' },
    },
    {
      name: 'frontend-lib-below-components',
      severity: 'error',
      from: { path: '^frontend/src/lib/' },
      to: { path: '^frontend/src/components/' },
    },
    {
      name: 'frontend-components-are-dumb',
      comment: 'What all features draw with is given everything: no service, no request.',
      severity: 'error',
      from: { path: '^frontend/src/components/' },
      to: { path: '^frontend/src/lib/.*(-context|toasts|clock)\\.ts$|^frontend/src/lib/media/api/' },
    },
    {
      name: 'frontend-base-ui-stays-in-components',
      comment:
        'Dialogs, menus, messages and tooltips look and behave alike: their parts are wrapped once (ADR 19).',
      severity: 'error',
      from: { path: '^frontend/src/', pathNot: '^frontend/src/(components/|lib/toasts\\.ts$)' },
      to: { path: 'node_modules/@base-ui/' },
    },
    {
      name: 'frontend-features-below-app',
      severity: 'error',
      from: { path: '^frontend/src/features/' },
      to: { path: '^frontend/src/app/' },
    },
    {
      name: 'frontend-features-stand-alone',
      comment: 'Features are brought together in app/, and import nothing of each other.',
      severity: 'error',
      from: { path: '^frontend/src/features/([^/]+)/' },
      to: { path: '^frontend/src/features/', pathNot: '^frontend/src/features/$1/' },
    },
    {
      name: 'uploader-knows-no-framework',
      comment: 'The upload engine runs in any page: it knows neither the web app nor React.',
      severity: 'error',
      from: { path: '^uploader/src/', pathNot: spec },
      to: { path: 'node_modules/(react|react-dom|axios|@tanstack)/' },
    },
    {
      name: 'inspect-is-pure',
      comment: 'What a file is follows from its bytes alone: no storage, queue, publishing or settings.',
      severity: 'error',
      from: { path: '^lambda/src/inspect/' },
      to: { path: '^lambda/src/', pathNot: '^lambda/src/inspect/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/dist/' },
    tsPreCompilationDeps: true,
    // What tests of all workspaces use (Jest, fast-check) stands in the root's package.json.
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs'],
    },
  },
};
