import { defineConfig, devices } from '@playwright/test';

const executablePath = process.env.CHROMIUM_PATH;
const launchOptions = {
  ...(executablePath && { executablePath }),
  // The rest keeps the browser from calling home, which a closed network refuses many times over.
  args: [
    '--no-sandbox',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-quic',
  ],
};

/** `http`: the stack by its API alone. `seed`: what it makes, decoded by Chromium. `desktop`, `phone`: the same journeys in Chromium on two sizes. */
export default defineConfig({
  testDir: '.',
  // Traces and screenshots of what failed; CI keeps the folder.
  outputDir: '../test-results/browser',
  // For what hangs, not for what is slow: no outcome depends on the machine's speed.
  timeout: 600_000,
  expect: { timeout: 120_000 },
  fullyParallel: false,
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ? [['list'], ['json']] : [['list']],
  use: { screenshot: 'only-on-failure', trace: 'retain-on-failure', launchOptions },
  projects: [
    { name: 'http', testMatch: '{http,fuzz,faults,make,corpus}/**/*.spec.ts' },
    { name: 'seed', testMatch: 'seed/**/*.spec.ts', use: { ...devices['Desktop Chrome'] } },
    {
      name: 'desktop',
      testMatch: 'browser/**/*.spec.ts',
      use: { ...devices['Desktop Chrome'], viewport: { width: 1440, height: 900 } },
    },
    {
      name: 'phone',
      testMatch: 'browser/**/*.spec.ts',
      testIgnore: [
        'browser/interrupted-upload.spec.ts',
        'browser/moderation.spec.ts',
        'browser/plain-page.spec.ts',
      ], // the same on any size
      use: { ...devices['Pixel 7'] },
    },
  ],
});
