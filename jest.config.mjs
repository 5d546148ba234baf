import { join } from 'node:path';

/**
 * One project a workspace. Unit specs stand beside the code; `test/` holds the integration specs, which read
 * the addresses of the running services from the environment (`npm test` starts them).
 */
const transform = {
  '^.+\\.ts$': [
    '@swc/jest',
    {
      jsc: {
        target: 'es2024',
        parser: { syntax: 'typescript', decorators: true, tsx: false },
        transform: { legacyDecorator: true, decoratorMetadata: true },
      },
      module: { type: 'es6' },
    },
  ],
  '^.+\\.tsx$': [
    '@swc/jest',
    {
      jsc: {
        target: 'es2024',
        parser: { syntax: 'typescript', tsx: true },
        transform: { react: { runtime: 'automatic' } },
      },
      module: { type: 'es6' },
    },
  ],
};

const project = (name, overrides = {}) => ({
  displayName: name,
  rootDir: `<rootDir>/${name}`,
  testEnvironment: 'node',
  testMatch: ['<rootDir>/src/**/*.spec.ts', '<rootDir>/test/**/*.spec.ts'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform,
  coveragePathIgnorePatterns: ['/node_modules/', '/dist/', '/test/'],
  ...overrides,
});

/** Specs of the web app's components: jsdom, with Node's fetch and streams, which MSW needs. */
const components = project('frontend', {
  displayName: 'components',
  testEnvironment: join(import.meta.dirname, 'frontend/test/jsdom-environment.mjs'),
  testMatch: ['<rootDir>/src/**/*.spec.tsx'],
  setupFilesAfterEnv: [join(import.meta.dirname, 'frontend/test/browser.ts')],
});

export default {
  projects: [
    'contract',
    'backend',
    'lambda',
    'uploader',
    'frontend',
    'embedded',
    'infrastructure',
    'testing',
    'seed',
    '.ci',
  ]
    .map((name) => project(name))
    .concat(components),
  // A busy machine is no failure: for a test that hangs, not one that is slow; longer than `eventually` waits
  // (testing/src/eventually.ts). Jest takes this for all projects or not at all.
  testTimeout: 900_000,
  // Much of the time tests wait for a service: one worker a processor, and not one less.
  maxWorkers: '100%',
  coverageProvider: 'v8',
  coverageReporters: ['json-summary', 'lcovonly'],
};
