/** `test` with a stack that lets itself be fuzzed: no limits on how often, cheap passwords, little patience. */
import { test as base } from '@playwright/test';
import { startStack, type RunningStack } from '@media-feed/testing/stack';

const environment = {
  RATE_LIMITS: 'off',
  BCRYPT_COST: '10',
  MAX_UNFINISHED_UPLOADS: '10000',
  // Longer than any run, whose people sign in once.
  ACCESS_TOKEN_TTL_SECONDS: '86400',
  REQUEST_TIMEOUT_SECONDS: '3',
  KEEP_ALIVE_TIMEOUT_SECONDS: '5',
  LOG_LEVEL: 'warn',
};

export const test = base.extend<object, { fuzzedStack: RunningStack }>({
  fuzzedStack: [
    // eslint-disable-next-line no-empty-pattern -- Playwright requires an object pattern here
    async ({}, use) => {
      const stack = await startStack(environment);
      await use(stack);
      await stack.destroy();
    },
    { scope: 'worker', timeout: 180_000 },
  ],
});
export { expect } from '@playwright/test';
