/** What an operator's command does, call by call, in an account that notes what it is called with. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { stackNames } from '../src/stacks.ts';
import { type FakeAccount, makeFakeAccount, type ToolCall } from './support/fake-account.ts';

const settings = ['--set', 'AlarmEmail=you@example.org', '--set', 'Repository=owner/name'];
let account: FakeAccount;
beforeEach(async () => {
  account = await makeFakeAccount();
});
afterEach(() => account.remove());

/** One first deployment for all who look at it, or go on from it. */
let deployed: FakeAccount;
let output: string;
let firstCalls: readonly ToolCall[];
beforeAll(async () => {
  deployed = await makeFakeAccount();
  ({ output } = await deployed.deploy([...settings, '--set', 'Profile=Standard']));
  firstCalls = deployed.calls();
});
afterAll(() => deployed.remove());

/** One word or two a call: what matters of the order. */
function nameOf({ program, args, given }: ToolCall): string {
  const [first = '', second = ''] = args;
  const of = (flag: string) => args[args.indexOf(flag) + 1] ?? '';
  if (program === 'npm') return `npm ${first} ${args.includes('package') ? 'package' : 'build'}`;
  if (program === 'docker') return `docker ${first}`;
  if (program === 'GET') return `GET ${first}`;
  if (/^(create|update)-stack$/.test(second)) {
    const image = given?.ImageTag === undefined ? '' : ` ImageTag=${given.ImageTag}`;
    return `${second} ${of('--stack-name').replace('media-feed-', '')}${image}`;
  }
  if (first === 's3') return `s3 cp ${args.find((word) => word.startsWith('s3://')) ?? ''}`;
  return `${first} ${second}`;
}
const reading = /describe-|get-|list-|wait|status|rev-parse|head-|put-parameter|docker (version|buildx)/;
const namesOf = (calls: readonly ToolCall[]) => calls.map(nameOf).filter((name) => !reading.test(name));
const index = (names: readonly string[], wanted: string | RegExp) =>
  names.findIndex((name) => (typeof wanted === 'string' ? name === wanted : wanted.test(name)));

describe('the first deployment', () => {
  it('brings all there is in one command, each step after what it needs', () => {
    expect(output).toContain('Deployed: https://d1.cloudfront.net');
    const names = namesOf(firstCalls);
    const isRole = (name: string) => name === 'iam create-service-linked-role';
    // Of ECS, Auto Scaling, RDS and load balancers.
    expect(names.slice(0, 5).every(isRole)).toBe(true);
    expect(names.slice(5, 12)).toEqual([
      'create-stack artifacts',
      'docker login',
      'docker build',
      'docker push',
      'docker build',
      'docker push',
      'npm run package',
    ]);
    expect(names[12]).toMatch(/^s3 cp s3:\/\/the-BundleBucket\/decoder\/lambda\/[0-9a-f]{40}\.zip$/);
    expect(names[13]).toBe(names[12]?.replace('decoder/', ''));
    expect(names.slice(14)).toEqual([
      ...stackNames
        .filter((stack) => stack !== 'artifacts' && stack !== 'ecs')
        .map((stack) => `create-stack ${stack}${stack === 'edge-nginx' ? ' ImageTag=' : ''}`),
      // The host had no capacity at first.
      'ecs run-task',
      'ecs run-task',
      'create-stack ecs ImageTag=abcdef123456',
      // With what only then is known: distributions, and the web app's address.
      'update-stack ssl-us-east-1',
      'update-stack uploads',
      'update-stack maintenance',
      'update-stack edge-nginx ImageTag=abcdef123456',
      'GET https://d1.cloudfront.net/health/ready',
      'npm run build',
      's3 cp s3://the-SiteBucket/assets/',
      's3 cp s3://the-SiteBucket/',
      's3 cp s3://the-SiteBucket/index.html',
      'cloudfront create-invalidation',
      'GET https://d1.cloudfront.net/',
    ]);
  });

  it('changes the schema by the new image while no service has it', () => {
    const names = firstCalls.map(({ args, given }) => {
      const stack = args[args.indexOf('--stack-name') + 1] ?? '';
      if (args[1] === 'run-task') return 'migration';
      if (given === undefined || !/-(ecs|maintenance|edge-nginx)$/.test(stack)) return '';
      return `${stack} ${given.MaintenanceImageTag ?? given.ImageTag ?? ''}`;
    });
    expect(names.filter((name) => name !== '')).toEqual([
      'media-feed-maintenance abcdef123456',
      'media-feed-edge-nginx ',
      // The host had no capacity at first.
      'migration',
      'migration',
      'media-feed-ecs abcdef123456',
      // With the web app's address.
      'media-feed-maintenance abcdef123456',
      'media-feed-edge-nginx abcdef123456',
    ]);
    const [task] = firstCalls.filter(({ args }) => args[1] === 'run-task');
    expect(task?.args).toEqual(
      expect.arrayContaining(['--cluster', 'the-Cluster', '--task-definition', 'the-MaintenanceTask']),
    );
  });

  it('shows no secret to whoever lists processes, and hands the registry its password by standard input', () => {
    const secrets = Object.entries(deployed.parameters()).filter(([name]) => !name.endsWith('/settings'));
    expect(secrets.map(([name]) => name).sort()).toEqual(
      [
        'database-api-previous-url',
        'database-api-url',
        'database-password',
        'database-url',
        'jwt-previous-secret',
        'jwt-secret',
        'origin-previous-secret',
        'origin-secret',
      ].map((name) => `/media-feed/${name}`),
    );
    const shown = firstCalls.map(({ args }) => args.join(' ')).join('\n');
    expect(secrets.filter(([, value]) => shown.includes(value))).toEqual([]);
    expect(
      firstCalls.find(({ program, args }) => program === 'docker' && args[0] === 'login')?.input.trim(),
    ).toBe('a password for an hour');
  });

  it('gives what has a hash in its name to caches for ever, and the page never', () => {
    const copies = firstCalls.filter(({ args }) => args[0] === 's3' && args.includes('--cache-control'));
    expect(copies.map(({ args }) => [args[4]?.replace('s3://the-SiteBucket', ''), args[6]])).toEqual([
      ['/assets/', 'public, max-age=31536000, immutable'],
      ['/', 'no-cache'],
      ['/index.html', 'no-cache'],
    ]);
    expect(copies[1]?.args).toEqual(expect.arrayContaining(['--exclude', 'assets/*']));
  });

  it('names the topic whose mail nobody has confirmed', () => {
    expect(output).toContain('*** Nobody gets the alarms of the-EdgeAlarmTopic: confirm the mail');
    expect(output).not.toContain('the alarms of the-AlarmTopic');
  });

  it('invalidates what changes under its name', () => {
    const invalidation = firstCalls.find(({ args }) => args[1] === 'create-invalidation');
    expect(invalidation?.args.slice(2, 7)).toEqual([
      ...['--distribution-id', 'the-SiteDistribution', '--paths', '/icon.svg', '/index.html'],
    ]);
  });
});

describe('a later deployment', () => {
  beforeEach(async () => {
    await account.remove();
    account = await makeFakeAccount(deployed);
  });

  it('needs no setting again', async () => {
    const { code } = await account.deploy([]);
    expect(code).toBe(0);
    const [ecs] = account
      .calls()
      .filter(({ args }) => args[1] === 'update-stack' && args.includes('media-feed-ecs'));
    expect(ecs?.given).toMatchObject({ Profile: 'Standard', WebOrigins: 'https://d1.cloudfront.net' });
  });

  it('of the same commit builds no image, sends no bundle, and starts no migration', async () => {
    await account.deploy([]);
    const names = namesOf(account.calls());
    expect(
      names.filter((name) => /docker (build|push)$|run-task|lambda\/|service-linked/.test(name)),
    ).toEqual([]);
  });

  it('sends a Lambda that has changed under another key, once the API that receives its results is up', async () => {
    await account.deploy([], { bundle: 'changed' });
    const calls = account.calls();
    const keys = calls.flatMap(({ args, given }) =>
      args.includes('media-feed-media-processing') && given ? [given.BundleKey] : [],
    );
    expect(new Set(keys).size).toBe(2);
    const names = calls.map(nameOf);
    expect(names.lastIndexOf('update-stack media-processing')).toBeGreaterThan(
      index(names, /update-stack ecs/),
    );
  });

  it('of an earlier commit goes back to it without building', async () => {
    const { code } = await account.deploy(['--set', 'ImageTag=older', '--skip', 'bundle', '--skip', 'site']);
    expect(code).toBe(0);
    const names = namesOf(account.calls());
    expect(names.filter((name) => /docker (build|push)$|npm|s3 /.test(name))).toEqual([]);
    expect(index(names, 'ecs run-task')).toBeLessThan(index(names, 'update-stack ecs ImageTag=older'));
    // And does not keep to it.
    await account.deploy([]);
    expect(namesOf(account.calls())).toContain('update-stack ecs ImageTag=abcdef123456');
  });

  it("by CloudFormation's role leaves the stack of that role alone", async () => {
    const role = 'arn:aws:iam::123456789012:role/media-feed-cloudformation';
    await account.deploy(['--role-arn', role]);
    const stacks = account.calls().filter(({ args }) => args[1] === 'update-stack');
    expect(stacks.length).toBeGreaterThan(7);
    expect(stacks.filter(({ args }) => args[args.indexOf('--role-arn') + 1] !== role)).toEqual([]);
    expect(stacks.filter(({ args }) => args.includes('media-feed-deploy-role'))).toEqual([]);
  });
});

describe('a dry run', () => {
  it('shows the calls of a first deployment in order, and changes nothing', async () => {
    const { code, output } = await account.deploy([...settings, '--dry-run']);
    expect(code).toBe(0);
    expect(namesOf(account.calls())).toEqual([]);
    const shown = output.split('\n').filter((line) => line.startsWith('  '));
    const wanted = [
      'create-service-linked-role',
      'create-stack --stack-name media-feed-artifacts',
      'docker build',
      'npm run --silent package',
      'ecs run-task',
      'create-stack --stack-name media-feed-ecs',
      'npm run --silent build -w frontend',
      'create-invalidation',
    ];
    let from = 0;
    for (const part of wanted) {
      const found = shown.findIndex((line, at) => at >= from && line.includes(part));
      expect([part, found]).toEqual([part, expect.any(Number)]);
      expect(found).toBeGreaterThanOrEqual(from);
      from = found + 1;
    }
    expect(output).toContain('Nothing was changed.');
  });
});

describe('a step that fails', () => {
  const last = (text: string) => text.trimEnd().split('\n').at(-1);

  it.each([
    ['sts get-caller-identity', 'Sign in'],
    ['ssm put-parameter', 'ssm:PutParameter'],
    ['create-service-linked-role', 'Once in an account'],
    ['describe-managed-prefix-lists', 'give it by --set'],
    ['docker build --platform', 'Docker must run'],
    ['docker push', 'ECR rights'],
    ['npm run --silent package', 'npm run package -w lambda'],
    ['s3 cp .*zip', 's3:PutObject'],
    ['run-task', 'aws logs tail'],
    ['s3 cp .*index.html', 's3:PutObject on the site bucket'],
    ['create-invalidation', 'cloudfront:CreateInvalidation'],
  ])('%s: says what to do, and goes no further', async (pattern, advice) => {
    const { code, output } = await account.deploy(settings, { fail: new RegExp(pattern) });
    expect(code).toBe(1);
    expect(last(output)).toMatch(/^→ /);
    expect(last(output)).toContain(advice);
    expect(output).not.toContain('Deployed');
    const calls = account.calls();
    expect(calls.at(-1)?.args.join(' ')).toMatch(new RegExp(pattern.replace(/^(docker|npm) /, '')));
  });

  it('of a stack names what failed first in this very update', async () => {
    const { output } = await account.deploy(settings, { fail: /wait.*media-feed-vpc/ });
    expect(output).toContain('The stack media-feed-vpc failed.\nFirst: The bucket has no bottom\n→ ');
  });

  it('of the migration leaves the services as they were, and it is tried again', async () => {
    const { code, output } = await account.deploy(settings, { migrationExitCode: 3 });
    expect(code).toBe(1);
    expect(output).toContain('The migration ended with 3');
    expect(namesOf(account.calls()).at(-1)).toBe('ecs run-task');
    await account.deploy([]);
    const names = namesOf(account.calls());
    expect(index(names, 'ecs run-task')).toBeLessThan(index(names, 'create-stack ecs ImageTag=abcdef123456'));
    expect(index(names, 'ecs run-task')).toBeGreaterThan(0);
  });

  it('for changes that no commit holds builds nothing', async () => {
    const { output } = await account.deploy(settings, { uncommitted: ' M backend/src/main.ts' });
    expect(output).toContain('There are changes that no commit holds:\nM backend/src/main.ts');
  });
});

it('the command names what it does not know', async () => {
  expect((await account.deploy(['--skip', 'lambda'])).output).toContain('--skip takes images, bundle, site');
  expect((await account.deploy(['--set', 'AlarmEmail'])).output).toContain('«AlarmEmail» is none');
});
