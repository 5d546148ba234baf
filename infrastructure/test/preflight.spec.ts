/** What is said before anything is made, and what «Deployed» means. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type FakeAccount, makeFakeAccount } from './support/fake-account.ts';

const settings = ['--set', 'AlarmEmail=you@example.org', '--set', 'Repository=owner/name'];
let account: FakeAccount;
beforeEach(async () => {
  account = await makeFakeAccount();
});
afterEach(() => account.remove());
const findings = (output: string) => output.split('\n').filter((line) => /^[✗!] /.test(line));
/** Stacks, roles and secrets. */
const made = () => account.calls().filter(({ args }) => /^(create|put|run)-/.test(args[1] ?? ''));

describe('before a first deployment', () => {
  it('nothing is said where nothing is missing', async () => {
    const { code, output } = await account.deploy(settings);
    expect(findings(output)).toEqual([]);
    expect(code).toBe(0);
  });

  it.each([
    ['Docker', { fail: /^docker version/ }, 'Docker does not answer'],
    ['buildx', { fail: /^docker buildx/ }, 'docker-buildx'],
    ['processors for one host', { processors: 1 }, 'EC2 may run 1 processors'],
    ['a name of its own', { hasRoles: true }, 'an installation of this name is in another region'],
  ])('%s missing ends it, and nothing is made', async (_what, faults, said) => {
    const { code, output } = await account.deploy(settings, faults);
    expect(code).toBe(1);
    expect(findings(output).join()).toContain(said);
    expect(output).toContain('→ Do what is listed, and deploy again: nothing has been made yet.');
    // The settings that the operator gave are kept.
    expect(made().map(({ written }) => written?.name)).toEqual(['/media-feed/settings']);
  });

  it('who names what was pushed before needs no Docker', async () => {
    const pushed = [...settings, '--set', 'ImageTag=older', '--set', 'BundleKey=lambda/older.zip'];
    const { code, output } = await account.deploy(pushed, { fail: /^docker/ });
    expect(findings(output)).toEqual([]);
    expect(code).toBe(0);
  });

  it.each([
    ['few invocations', { invocations: 10 }, 'Lambda may run 10 invocations at once'],
    ['no processors for a second host', { processors: 2 }, 'no new host can start beside'],
    ['a zone without such hosts', { zones: ['a', 'c'] }, 'no t3.micro in eu-central-1b, where one of'],
    ['two zones without such hosts', { zones: ['c'] }, 'no t3.micro in eu-central-1a and eu-central-1b'],
    ['an account without a distribution', { distributions: 0 }, 'until they are verified'],
    ['a plan that ends', { plan: 'FREE' }, 'free plan, which ends on 2027-05-30T00:00:00Z'],
    ['a right to look', { fail: /get-service-quota/ }, "EC2's quota could not be looked at"],
  ])('%s is said, and it goes on', async (_what, faults, said) => {
    const { code, output } = await account.deploy(settings, faults);
    expect(findings(output)).toHaveLength(1);
    expect(findings(output)[0]).toContain(said);
    expect(code).toBe(0);
  });

  it('invocations are not reserved where the quota does not hold them', async () => {
    const reserved = [...settings, '--set', 'LambdaReservedConcurrency=10'];
    const { code, output } = await account.deploy(reserved, { invocations: 10 });
    expect(code).toBe(1);
    expect(findings(output)[0]).toContain('reserves more than this account may');
  });

  it('what an earlier installation left is named, all at once', async () => {
    account.state().buckets.push('media-feed-media-123456789012-eu-central-1');
    account.state().queues.push('media-feed-dead-letters');
    const { code, output } = await account.deploy(settings);
    expect(code).toBe(1);
    expect(findings(output)).toHaveLength(2);
    expect(findings(output)[0]).toContain('make destroy CONFIRM=media-feed DATA=1');
    expect(made()).toHaveLength(1);
  });

  it('a domain without a zone is said to wait for records', async () => {
    const domain = ['--set', 'DomainName=feed.example.org', '--set', 'MediaDomainName=media.example.org'];
    const { output } = await account.deploy([...settings, ...domain]);
    expect(findings(output)[0]).toContain('Without HostedZoneId');
  });

  it('confirmed addresses without mails end it: nobody could upload', async () => {
    const { code, output } = await account.deploy([...settings, '--set', 'EmailVerification=required']);
    expect(code).toBe(1);
    expect(findings(output)[0]).toContain('EmailVerification=required needs MailDomain');
    expect(made()).toHaveLength(1);
  });

  it.each([
    [
      'SES in its sandbox',
      ['HostedZoneId=Z123'],
      { mails: 'sandboxed' },
      'set EmailVerification=off until then',
    ],
    ['mails that AWS has stopped', ['HostedZoneId=Z123'], { mails: 'stopped' }, 'stopped the mails'],
    ['a mail domain without a zone', [], {}, 'the output DkimRecords of the stack mail'],
    ['SES that nobody may ask', ['HostedZoneId=Z123'], { fail: /sesv2 get-account/ }, 'SES could not be'],
  ] as const)('%s is said, and it goes on', async (_what, more, faults, said) => {
    const mail = ['MailDomain=example.org', ...more].flatMap((setting) => ['--set', setting]);
    const { code, output } = await account.deploy([...settings, ...mail], faults);
    expect(findings(output)).toHaveLength(1);
    expect(findings(output)[0]).toContain(said);
    expect(code).toBe(0);
  });

  it('a dry run says all of it, and goes on', async () => {
    const { code, output } = await account.deploy([...settings, '--dry-run'], { processors: 1 });
    expect(findings(output)).toHaveLength(1);
    expect(code).toBe(0);
  });
});

it("on another machine than Linux x64 the Lambda's zip is built by Docker", async () => {
  const { code } = await account.deploy(settings, { platform: 'darwin-arm64' });
  expect(code).toBe(0);
  const lines = account.calls().map(({ program, args }) => [program, ...args].join(' '));
  expect(lines.filter((line) => line.includes('run --silent package'))).toEqual([]);
  expect(lines).toContain(
    'docker build --platform linux/amd64 --target zip --output lambda/dist -f lambda/Dockerfile .',
  );
  expect(Object.values(account.state().objects).join()).toMatch(/lambda\/[0-9a-f]{40}\.zip/);
});

describe('mails', () => {
  const mail = ['--set', 'MailDomain=example.org', '--set', 'HostedZoneId=Z123'];
  const waiting = '*** SES does not send for example.org yet';

  it('that SES does not send yet are named at the end', async () => {
    const { code, output } = await account.deploy([...settings, ...mail], { mails: 'unverified' });
    expect(code).toBe(0);
    expect(output).toContain(waiting);
  });

  it('that go, or that nobody wants to send, are not', async () => {
    expect((await account.deploy([...settings, ...mail])).output).not.toContain(waiting);
    const without = await makeFakeAccount();
    expect((await without.deploy(settings, { mails: 'unverified' })).output).not.toContain('*** SES');
    await without.remove();
  });
});

describe('a release that does not answer', () => {
  let deployed: FakeAccount;
  beforeAll(async () => {
    deployed = await makeFakeAccount();
    await deployed.deploy(settings);
  });
  afterAll(() => deployed.remove());
  beforeEach(async () => {
    await account.remove();
    account = await makeFakeAccount(deployed);
  });

  const ill = { commit: 'fedcba654321', bundle: 'changed', answers: { tag: 'fedcba654321', status: 503 } };
  const patience = ['--answer-minutes', '0'];
  const parameter = (stack: string, name: string) =>
    account
      .state()
      .stacks[`media-feed-${stack}`]?.Parameters.find(({ ParameterKey }) => ParameterKey === name)
      ?.ParameterValue;

  it('is taken back, the Lambda with it, and no page is published', async () => {
    const bundle = parameter('media-processing', 'BundleKey');
    const { code, output } = await account.deploy(patience, ill);
    expect(code).toBe(1);
    expect(output).toContain(
      'https://d1.cloudfront.net/health/ready is not well after 0 minutes. It answered: 503',
    );
    expect(output).toContain('those of before again, and so is the page');
    expect(output).not.toContain('Deployed');
    expect(parameter('ecs', 'ImageTag')).toBe('abcdef123456');
    expect(parameter('edge-nginx', 'ImageTag')).toBe('abcdef123456');
    expect(parameter('media-processing', 'BundleKey')).toBe(bundle);
    expect(account.calls().filter(({ args }) => args.join(' ').includes('s3://the-SiteBucket'))).toEqual([]);
  });

  it('the very first stays, for whoever looks what it lacks', async () => {
    const empty = await makeFakeAccount();
    const { code, output } = await empty.deploy([...settings, ...patience], {
      answers: { tag: 'abcdef123456', status: 502 },
    });
    expect(code).toBe(1);
    expect(output).toContain('It answered: 502');
    expect(output).not.toContain('taken back');
    await empty.remove();
  });
});
