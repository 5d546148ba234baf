import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { type FakeAccount, makeFakeAccount } from './fake-account.ts';

export const settings = ['--set', 'AlarmEmail=you@example.org', '--set', 'Repository=owner/name'];

/**
 * For each test of a spec an account with an installation in it, deployed once.
 * @param more deployments after the first, by their arguments
 */
export function useDeployedAccount(more: readonly (readonly string[])[] = []): {
  readonly account: FakeAccount;
} {
  let deployed: FakeAccount;
  let current: FakeAccount | undefined;
  beforeAll(async () => {
    deployed = await makeFakeAccount();
    for (const args of [settings, ...more]) await deployed.deploy([...args]);
  });
  afterAll(() => deployed.remove());
  beforeEach(async () => {
    current = await makeFakeAccount(deployed);
  });
  afterEach(() => current?.remove());
  return {
    get account() {
      if (!current) throw new Error('The account is there within tests only');
      return current;
    },
  };
}
