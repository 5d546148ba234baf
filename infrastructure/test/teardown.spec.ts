/** Taking an installation down, in an account that refuses what AWS refuses. */
import { expect, it } from '@jest/globals';
import { stackNames } from '../src/stacks.ts';
import { settings, useDeployedAccount } from './support/deployed-account.ts';

const role = 'arn:aws:iam::123456789012:role/media-feed-cloudformation';
// As GitHub does: CloudFormation keeps its role for all that follows.
const installation = useDeployedAccount([['--role-arn', role, '--set', 'LogLevel=debug']]);

const destroy = (...args: string[]) =>
  installation.account.deploy(['--destroy', '--confirm', 'media-feed', ...args]);

it('asks for the name of the installation, and touches nothing without it', async () => {
  for (const confirm of ['', 'media', 'yes']) {
    const { code, output } = await installation.account.deploy(['--destroy', '--confirm', confirm]);
    expect(code).toBe(1);
    expect(output).toContain(`it deletes ${String(stackNames.length)} stacks, the database among them`);
    expect(output).toContain('make destroy CONFIRM=media-feed');
  }
  const changed = installation.account
    .calls()
    .filter(({ args }) => /^(delete|update|create|put)-/.test(args[1] ?? ''));
  expect(changed).toEqual([]);
});

it('takes every stack down after a deployment from GitHub, with the protection that they had', async () => {
  const { code, output } = await destroy();
  expect(output).not.toContain('→');
  expect(code).toBe(0);
  expect(installation.account.state().stacks).toEqual({});
});

it('says what it kept', async () => {
  const { output } = await destroy();
  const kept = output.split('\n').filter((line) => line.startsWith('kept: '));
  expect(kept.map((line) => line.split(/[;,:] /)[1])).toEqual([
    ...['site', 'certificates', 'media', 'uploads', 'bundles'].map(
      (name) => `the bucket media-feed-${name}-123456789012-eu-central-1`,
    ),
    'the queue media-feed-dead-letters',
    'snapshots and automated backups of the database',
  ]);
  expect(output).toContain('A new installation needs these names');
});

it('leaves an account in which a new installation works, and is protected', async () => {
  await destroy('--with-data');
  expect([
    installation.account.state().buckets,
    installation.account.state().queues,
    installation.account.parameters(),
  ]).toEqual([[], [], {}]);
  const { code, output } = await installation.account.deploy(settings);
  expect(output).not.toContain('→');
  expect(code).toBe(0);
  const { Parameters } = installation.account.state().stacks['media-feed-database'] ?? { Parameters: [] };
  expect(Parameters).toContainEqual({ ParameterKey: 'DeletionProtection', ParameterValue: 'true' });
});

it('keeps no setting that would leave the next database unprotected', async () => {
  await installation.account.deploy(['--set', 'DeletionProtection=false']);
  expect(installation.account.parameters()['/media-feed/settings']).not.toContain('DeletionProtection');
});

it('goes on where it ended', async () => {
  const { code, output } = await installation.account.deploy(['--destroy', '--confirm', 'media-feed'], {
    fail: /wait stack-delete-complete.*media-feed-vpc/,
  });
  expect(code).toBe(1);
  expect(output).toContain('make destroy CONFIRM=media-feed');
  expect((await destroy()).code).toBe(0);
  expect(installation.account.state().stacks).toEqual({});
});
