/** The database as it was, in an account that notes what it is called with. */
import { describe, expect, it } from '@jest/globals';
import { useDeployedAccount } from './support/deployed-account.ts';
import type { ToolCall } from './support/fake-account.ts';

const installation = useDeployedAccount();

const at = '2026-11-30T08:15:00Z';
const restore = (faults = {}) => installation.account.deploy(['--restore-database', at], faults);
/** What changes something, in order. */
const changes = (calls: readonly ToolCall[]) =>
  calls.flatMap(({ args, given, renamed }) => {
    if (given) return [`ecs ImageTag=${given.ImageTag ?? ''}`];
    if (renamed) return [`${renamed.from} becomes ${renamed.to}`];
    return /^(restore|run)-/.test(args[1] ?? '') ? [args[1] ?? ''] : [];
  });

it('is restored beside, and takes the name of the broken one while no service runs', async () => {
  const { code, output } = await restore();
  expect(output).toContain('The broken one is kept as media-feed-broken');
  expect(code).toBe(0);
  expect(changes(installation.account.calls())).toEqual([
    'restore-db-instance-to-point-in-time',
    'ecs ImageTag=',
    'media-feed becomes media-feed-broken',
    'media-feed-restored becomes media-feed',
    // The host had no capacity at first.
    'run-task',
    'run-task',
    'ecs ImageTag=abcdef123456',
  ]);
});

it('is reached as the one before: its network, rules, parameters, protection and password', async () => {
  await restore();
  const calls = installation.account.calls();
  const [copy] = calls.filter(({ args }) => args[1] === 'restore-db-instance-to-point-in-time');
  expect(copy?.args.join(' ')).toBe(
    [
      `rds restore-db-instance-to-point-in-time --restore-time ${at}`,
      '--source-db-instance-identifier media-feed --target-db-instance-identifier media-feed-restored',
      '--db-instance-class db.t4g.micro --db-subnet-group-name the-subnets',
      '--db-parameter-group-name the-parameters --vpc-security-group-ids sg-1',
      '--ca-certificate-identifier rds-ca-rsa2048-g1',
      '--enable-cloudwatch-logs-exports postgresql --copy-tags-to-snapshot',
      '--no-publicly-accessible --no-multi-az --deletion-protection --output json',
    ].join(' '),
  );
  const { renamed } = calls.findLast((call) => call.renamed) ?? {};
  const password = installation.account.parameters()['/media-feed/database-password'] ?? '';
  expect(renamed?.input).toMatchObject({ MasterUserPassword: password, BackupRetentionPeriod: 1 });
  expect(calls.map(({ args }) => args.join(' ')).join('\n')).not.toContain(password);
});

it('stays restored: no deployment leads back to the broken one', async () => {
  const url = installation.account.parameters()['/media-feed/database-url'];
  await restore();
  await installation.account.deploy([]);
  expect(installation.account.parameters()['/media-feed/database-url']).toBe(url);
});

describe('a restore that ends half way', () => {
  it.each([
    ['while the copy is made', /restore-db-instance/],
    ['while the services stop', /wait.*media-feed-ecs/],
    ['before the copy has its name', /modify-db-instance/],
    ['at the migration', /run-task/],
  ])('%s goes on by the same command', async (_when, fail) => {
    const { code, output } = await restore({ fail });
    expect(code).toBe(1);
    expect(output).toMatch(/→ .*$/m);
    installation.account.calls();
    expect((await restore()).code).toBe(0);
    expect(Object.keys(installation.account.state().databases).sort()).toEqual([
      'media-feed',
      'media-feed-broken',
    ]);
    expect(changes(installation.account.calls()).at(-1)).toBe('ecs ImageTag=abcdef123456');
  });
});

it('does not take the broken one of an earlier restore for that of this one', async () => {
  await restore();
  installation.account.calls();
  const { code, output } = await restore();
  expect(code).toBe(1);
  expect(output).toContain('media-feed-broken, of an earlier restore, is still there');
  expect(changes(installation.account.calls())).toEqual([]);
});

it.each(['', 'yesterday', '2026-11-30', '2026-13-40T00:00:00Z'])(
  'does not take «%s» for a time',
  async (time) => {
    const { code, output } = await installation.account.deploy(['--restore-database', time]);
    expect(code).toBe(1);
    expect(output).toContain('AT is a time such as 2026-11-30T08:15:00Z, or latest');
  },
);
