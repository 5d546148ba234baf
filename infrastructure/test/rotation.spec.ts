/** Another value for a secret, in an account that notes what it is called with. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type FakeAccount, makeFakeAccount, type ToolCall } from './support/fake-account.ts';

let deployed: FakeAccount;
let account: FakeAccount;
beforeAll(async () => {
  deployed = await makeFakeAccount();
  await deployed.deploy(['--set', 'AlarmEmail=you@example.org', '--set', 'Repository=owner/name']);
});
afterAll(() => deployed.remove());
beforeEach(async () => {
  account = await makeFakeAccount(deployed);
});
afterEach(() => account.remove());

const secret = (name: string) => account.parameters()[`/media-feed/${name}`] ?? '';
/** What is written and which stacks change, in order; `before` and `next` stand for the secret's values. */
function story(calls: readonly ToolCall[], before: string, stacks: RegExp): string[] {
  let last: Record<string, string | undefined> = {};
  return calls.flatMap(({ written, given, args }) => {
    if (written) {
      const value = written.value === before ? 'before' : 'next';
      return [`${written.name.replace('/media-feed/', '')} = ${value}`];
    }
    const stack = (args[args.indexOf('--stack-name') + 1] ?? '').replace('media-feed-', '');
    if (!given || !stacks.test(stack)) return [];
    const parameters = JSON.stringify(given);
    if (last[stack] === parameters) return [];
    last = { ...last, [stack]: parameters };
    return [`${stack} changes`];
  });
}

describe('a rotation', () => {
  it('of jwt lets every process accept the new one before any signs by it, and the old one after', async () => {
    const before = secret('jwt-secret');
    const { code, output } = await account.deploy(['--rotate', 'jwt']);
    expect(output).toContain('make rotate SECRET=jwt FORGET=1');
    expect(code).toBe(0);
    expect(story(account.calls(), before, /^ecs$/)).toEqual([
      'jwt-previous-secret = next',
      'ecs changes',
      'jwt-secret = next',
      'jwt-previous-secret = before',
      'ecs changes',
    ]);
    expect([secret('jwt-previous-secret'), secret('jwt-secret') === before]).toEqual([before, false]);

    await account.deploy(['--forget', 'jwt']);
    expect(story(account.calls(), before, /^ecs$/)).toEqual(['jwt-previous-secret = next', 'ecs changes']);
    expect(Object.values(account.parameters())).not.toContain(before);
  });

  it('of origin lets nginx accept both before CloudFront sends the new one', async () => {
    const before = secret('origin-secret');
    const { code } = await account.deploy(['--rotate', 'origin']);
    expect(code).toBe(0);
    const calls = account.calls();
    expect(story(calls, before, /^(edge-nginx|frontend|ecs)$/).slice(0, 5)).toEqual([
      'origin-previous-secret = before',
      'origin-secret = next',
      'ecs changes',
      'edge-nginx changes',
      'frontend changes',
    ]);
    const frontend = calls.filter(({ args, given }) => given && args.includes('media-feed-frontend'));
    expect(frontend.at(-1)?.given?.OriginSecret).toBe(secret('origin-secret'));
  });

  it('of database changes the password, the address and the programs that read it, in this order', async () => {
    const before = secret('database-password');
    const { code } = await account.deploy(['--rotate', 'database']);
    expect(code).toBe(0);
    const password = secret('database-password');
    expect(story(account.calls(), before, /^(database|ecs)$/).slice(0, 4)).toEqual([
      'database-password = next',
      'database changes',
      'database-url = next',
      'ecs changes',
    ]);
    expect(secret('database-url')).toContain(`:${password}@`);
    const { Parameters } = account.state().stacks['media-feed-database'] ?? { Parameters: [] };
    expect(Parameters).toContainEqual({ ParameterKey: 'DatabasePasswordVersion', ParameterValue: '2' });
  });

  it.each(['jwt', 'origin', 'database'])('of %s builds nothing and changes no schema', async (name) => {
    await account.deploy(['--rotate', name]);
    const programs = account
      .calls()
      .map(({ program, args }) => `${program} ${args[0] ?? ''} ${args[1] ?? ''}`);
    expect(programs.filter((line) => /^(docker|npm|git)|s3 cp|run-task/.test(line))).toEqual([]);
  });

  it('shows no value to whoever lists processes or reads the output', async () => {
    const { output } = await account.deploy(['--rotate', 'jwt']);
    const shown = [output, ...account.calls().map(({ args }) => args.join(' '))].join('\n');
    const secrets = Object.entries(account.parameters()).filter(([name]) => !name.endsWith('/settings'));
    expect(secrets.filter(([, value]) => shown.includes(value))).toEqual([]);
  });

  it('that ends half way is finished by the next deployment', async () => {
    const { code, output } = await account.deploy(['--rotate', 'database'], { fail: /wait.*media-feed-ecs/ });
    expect(code).toBe(1);
    expect(output).toContain('→ Fix what is named above and deploy again');
    await account.deploy([]);
    const { Parameters } = account.state().stacks['media-feed-ecs'] ?? { Parameters: [] };
    const revision = Parameters.find(({ ParameterKey }) => ParameterKey === 'ApiSecrets');
    expect(revision?.ParameterValue).toContain('database-url:2');
  });

  it('names the secrets that there are', async () => {
    const { output } = await account.deploy(['--rotate', 'pepper']);
    expect(output).toContain('SECRET is one of jwt, origin, database; «pepper» is none.');
    expect((await account.deploy(['--forget', 'database'])).output).toContain('has no value before');
  });

  it('needs services that run', async () => {
    const empty = await makeFakeAccount();
    expect((await empty.deploy(['--rotate', 'jwt'])).output).toContain('No service runs here: deploy first.');
    await empty.remove();
  });
});

describe("an operator's own values", () => {
  it('start the programs that read them anew, at the next deployment of the same commit', async () => {
    const put = account.parameters() as Record<string, string>;
    put['/media-feed/jwt-secret'] = 'x'.repeat(43);
    account.state().versions['/media-feed/jwt-secret'] = 7;
    await account.deploy([]);
    const ecs = account.calls().filter(({ args, given }) => given && args.includes('media-feed-ecs'));
    expect(ecs[0]?.given?.ApiSecrets).toContain('jwt-secret:7');
  });

  it('of the address of a database that was restored by hand stay, and the deployment says so', async () => {
    const put = account.parameters() as Record<string, string>;
    const restored = 'postgres://media_feed:secret@restored.example.org:5432/media_feed';
    put['/media-feed/database-url'] = restored;
    const { code, output } = await account.deploy([]);
    expect(code).toBe(0);
    expect(put['/media-feed/database-url']).toBe(restored);
    expect(output).toContain('leads to restored.example.org and not to the-DatabaseHost');
    expect(output).not.toContain('secret@');
  });
});
