/** Another value for a secret, in an account that notes what it is called with. */
import { describe, expect, it } from '@jest/globals';
import { useDeployedAccount } from './support/deployed-account.ts';
import { makeFakeAccount, type ToolCall } from './support/fake-account.ts';

const installation = useDeployedAccount();

const secret = (name: string) => installation.account.parameters()[`/media-feed/${name}`] ?? '';
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
    const { code, output } = await installation.account.deploy(['--rotate', 'jwt']);
    expect(output).toContain('make rotate SECRET=jwt FORGET=1');
    expect(code).toBe(0);
    expect(story(installation.account.calls(), before, /^ecs$/)).toEqual([
      'jwt-previous-secret = next',
      'ecs changes',
      'jwt-secret = next',
      'jwt-previous-secret = before',
      'ecs changes',
    ]);
    expect([secret('jwt-previous-secret'), secret('jwt-secret') === before]).toEqual([before, false]);

    await installation.account.deploy(['--forget', 'jwt']);
    expect(story(installation.account.calls(), before, /^ecs$/)).toEqual([
      'jwt-previous-secret = next',
      'ecs changes',
    ]);
    expect(Object.values(installation.account.parameters())).not.toContain(before);
  });

  it('of origin lets nginx accept both before CloudFront sends the new one', async () => {
    const before = secret('origin-secret');
    const { code } = await installation.account.deploy(['--rotate', 'origin']);
    expect(code).toBe(0);
    const calls = installation.account.calls();
    expect(story(calls, before, /^(edge-nginx|frontend)$/).slice(0, 4)).toEqual([
      'origin-previous-secret = before',
      'origin-secret = next',
      'edge-nginx changes',
      'frontend changes',
    ]);
    const frontend = calls.filter(({ args, given }) => given && args.includes('media-feed-frontend'));
    expect(frontend.at(-1)?.given?.OriginSecret).toBe(secret('origin-secret'));
  });

  it('of database-api lets the API change to another login, which the migration has made by then', async () => {
    const before = secret('database-api-url');
    const { code, output } = await installation.account.deploy(['--rotate', 'database-api']);
    expect(output).toContain('make rotate SECRET=database-api FORGET=1');
    expect(code).toBe(0);
    const isMigration = ({ args }: ToolCall) => args[1] === 'run-task';
    const calls = installation.account.calls();
    expect(story(calls.slice(0, calls.findIndex(isMigration)), before, /^(database|ecs)$/)).toEqual([
      'database-api-previous-url = before',
      'database-api-url = next',
      'database changes',
    ]);
    expect(story(calls.slice(calls.findIndex(isMigration)), before, /^ecs$/)).toEqual(['ecs changes']);
    const login = (url: string) => new URL(url).username;
    expect(login(before)).toBe('media_feed_api_a');
    expect(login(secret('database-api-url'))).toBe('media_feed_api_b');

    await installation.account.deploy(['--forget', 'database-api']);
    // The fake has no capacity at first.
    expect(installation.account.calls().filter(isMigration)).toHaveLength(2);
    expect(login(secret('database-api-previous-url'))).toBe('media_feed_api_a');
    expect(Object.values(installation.account.parameters())).not.toContain(before);
  });

  it('of database changes the password of the owner and the address, and no program that serves', async () => {
    const before = secret('database-password');
    const { code } = await installation.account.deploy(['--rotate', 'database']);
    expect(code).toBe(0);
    const password = secret('database-password');
    expect(story(installation.account.calls(), before, /^(database|maintenance)$/).slice(0, 3)).toEqual([
      'database-password = next',
      'database changes',
      'database-url = next',
    ]);
    const { Parameters: ofServices } = installation.account.state().stacks['media-feed-ecs'] ?? {
      Parameters: [],
    };
    const read = ofServices.find(({ ParameterKey }) => ParameterKey === 'ApiSecrets');
    expect(read?.ParameterValue).toContain('database-api-url:1,');
    expect(secret('database-url')).toContain(`:${password}@`);
    const { Parameters } = installation.account.state().stacks['media-feed-database'] ?? { Parameters: [] };
    expect(Parameters).toContainEqual({ ParameterKey: 'DatabasePasswordVersion', ParameterValue: '2' });
  });

  it.each(['jwt', 'origin', 'database'])('of %s builds nothing and changes no schema', async (name) => {
    await installation.account.deploy(['--rotate', name]);
    const programs = installation.account
      .calls()
      .map(({ program, args }) => `${program} ${args[0] ?? ''} ${args[1] ?? ''}`);
    expect(programs.filter((line) => /^(docker|npm|git)|s3 cp|run-task/.test(line))).toEqual([]);
  });

  it('shows no value to whoever lists processes or reads the output', async () => {
    const { output } = await installation.account.deploy(['--rotate', 'jwt']);
    const shown = [output, ...installation.account.calls().map(({ args }) => args.join(' '))].join('\n');
    const secrets = Object.entries(installation.account.parameters()).filter(
      ([name]) => !name.endsWith('/settings'),
    );
    expect(secrets.filter(([, value]) => shown.includes(value))).toEqual([]);
  });

  it('that ends half way is finished by the next deployment', async () => {
    const { code, output } = await installation.account.deploy(['--rotate', 'database-api'], {
      fail: /run-task/,
    });
    expect(code).toBe(1);
    expect(output).toContain('Fix it and deploy again');
    await installation.account.deploy([]);
    expect(installation.account.calls().some(({ args }) => args[1] === 'run-task')).toBe(true);
    const { Parameters } = installation.account.state().stacks['media-feed-ecs'] ?? { Parameters: [] };
    const revision = Parameters.find(({ ParameterKey }) => ParameterKey === 'ApiSecrets');
    expect(revision?.ParameterValue).toContain('database-api-url:2');
  });

  it('names the secrets that there are', async () => {
    const { output } = await installation.account.deploy(['--rotate', 'pepper']);
    expect(output).toContain('SECRET is one of jwt, origin, database-api, database; «pepper» is none.');
    expect((await installation.account.deploy(['--forget', 'database'])).output).toContain(
      'has no value before',
    );
  });

  it('needs services that run', async () => {
    const empty = await makeFakeAccount();
    expect((await empty.deploy(['--rotate', 'jwt'])).output).toContain('No service runs here: deploy first.');
    await empty.remove();
  });
});

describe("an operator's own values", () => {
  it('start the programs that read them anew, at the next deployment of the same commit', async () => {
    const put = installation.account.parameters() as Record<string, string>;
    put['/media-feed/jwt-secret'] = 'x'.repeat(43);
    installation.account.state().versions['/media-feed/jwt-secret'] = 7;
    await installation.account.deploy([]);
    const ecs = installation.account
      .calls()
      .filter(({ args, given }) => given && args.includes('media-feed-ecs'));
    expect(ecs[0]?.given?.ApiSecrets).toContain('jwt-secret:7');
  });

  it('of the address of a database that was restored by hand stay, and the deployment says so', async () => {
    const put = installation.account.parameters() as Record<string, string>;
    const restored = 'postgres://media_feed:secret@restored.example.org:5432/media_feed';
    put['/media-feed/database-url'] = restored;
    const { code, output } = await installation.account.deploy([]);
    expect(code).toBe(0);
    expect(put['/media-feed/database-url']).toBe(restored);
    expect(output).toContain('leads to restored.example.org and not to the-DatabaseHost');
    expect(output).not.toContain('secret@');
  });
});
