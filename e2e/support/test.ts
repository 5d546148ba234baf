/** `test` with a running stack, shared by all tests of a worker. */
import { test as base } from '@playwright/test';
import { startStack, type RunningStack } from '@media-feed/testing/stack';

export const test = base.extend<{ stackLog: undefined }, { stack: RunningStack }>({
  baseURL: async ({ stack }, use) => use(stack.webUrl),
  stackLog: [
    async ({ stack }, use, testInfo) => {
      await use(undefined);
      if (testInfo.status === testInfo.expectedStatus) return;
      await testInfo.attach('stack.log', { body: stack.output(), contentType: 'text/plain' });
    },
    { auto: true },
  ],
  stack: [
    // Playwright reads what a fixture needs from this pattern; this one needs nothing.
    // eslint-disable-next-line no-empty-pattern -- Playwright requires an object pattern here
    async ({}, use) => {
      const stack = await startStack();
      await use(stack);
      await stack.destroy();
    },
    { scope: 'worker', timeout: 180_000 },
  ],
});
export { expect } from '@playwright/test';
