/** GitHub's role may do what a deployment does, and nothing else: IAM's decision on each of its calls. */
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Call, fits, isAllowed, type Statement } from '../src/access.ts';
import { find } from '../src/resolve.ts';
import { readTemplates } from '../src/stacks.ts';
import { folder, textOf } from '../src/template.ts';
import { parse } from 'yaml';
import { at, objectsBelow, worldOf } from './rules/rule.ts';
import { type FakeAccount, makeFakeAccount, type ToolCall } from './support/fake-account.ts';

const arn = (service: string, rest: string) => `arn:aws:${service}:eu-central-1:123456789012:${rest}`;
const bucket = (name: string) => `arn:aws:s3:::media-feed-${name}-123456789012-eu-central-1`;
const { free, standard } = worldOf(await readTemplates());
const roleArn = textOf(find(free, 'CloudFormationRole').Properties.RoleName);
const statements = objectsBelow(find(free, 'DeployRole').Properties.Policies).filter(
  (found) => 'Effect' in found,
) as unknown as Statement[];

const pushing = [
  'BatchCheckLayerAvailability',
  'BatchGetImage',
  'CompleteLayerUpload',
  'InitiateLayerUpload',
  'PutImage',
  'UploadLayerPart',
];
const passes = (resource: string, service: string): Call => ({
  action: 'iam:PassRole',
  resource,
  context: { 'iam:PassedToService': service },
});

/** The rights that a call needs (Service Authorization Reference); none for what everybody may. */
function rightsOf({ program, args }: ToolCall): Call[] {
  const of = (flag: string) => args[args.indexOf(`--${flag}`) + 1] ?? '';
  const stack = arn('cloudformation', `stack/${of('stack-name')}/1`);
  const image = (name: string) => arn('ecr', `repository/media-feed/${name}`);
  if (program === 'docker' && args[0] === 'push')
    return pushing.map((action) => ({
      action: `ecr:${action}`,
      resource: image(args.at(-1)?.includes('Nginx') ? 'nginx' : 'api'),
    }));
  if (program !== 'aws') return [];
  const target = args.find((word) => word.startsWith('s3://'))?.includes('Site') ? 'site' : 'bundles';
  const needed: Record<string, Call[]> = {
    'sts get-caller-identity': [],
    's3api list-objects-v2': [{ action: 's3:ListBucket', resource: bucket('certificates') }],
    'ssm get-parameter': [{ action: 'ssm:GetParameter', resource: arn('ssm', `parameter${of('name')}`) }],
    'ssm put-parameter': [
      { action: 'ssm:PutParameter', resource: arn('ssm', 'parameter/media-feed/settings') },
    ],
    'cloudformation describe-stacks': [{ action: 'cloudformation:DescribeStacks', resource: stack }],
    'cloudformation wait': [{ action: 'cloudformation:DescribeStacks', resource: stack }],
    'cloudformation describe-stack-events': [
      { action: 'cloudformation:DescribeStackEvents', resource: stack },
    ],
    'cloudformation update-stack': [
      { action: 'cloudformation:UpdateStack', resource: stack },
      passes(of('role-arn'), 'cloudformation.amazonaws.com'),
    ],
    'cloudformation create-stack': [{ action: 'cloudformation:CreateStack', resource: stack }],
    'ec2 describe-managed-prefix-lists': [{ action: 'ec2:DescribeManagedPrefixLists', resource: '*' }],
    'sesv2 get-account': [{ action: 'ses:GetAccount', resource: '*' }],
    'sesv2 get-email-identity': [
      { action: 'ses:GetEmailIdentity', resource: arn('ses', `identity/${of('email-identity')}`) },
    ],
    'ecr get-login-password': [{ action: 'ecr:GetAuthorizationToken', resource: '*' }],
    'ecr describe-images': [
      { action: 'ecr:DescribeImages', resource: arn('ecr', `repository/${of('repository-name')}`) },
    ],
    's3api head-object': [
      { action: 's3:GetObject', resource: `${bucket('bundles')}/${of('key')}` },
      { action: 's3:ListBucket', resource: bucket('bundles') },
    ],
    'sns list-subscriptions-by-topic': [
      {
        action: 'sns:ListSubscriptionsByTopic',
        resource: args.includes('us-east-1')
          ? 'arn:aws:sns:us-east-1:123456789012:media-feed-edge-alarms'
          : arn('sns', 'media-feed-alarms'),
      },
    ],
    's3 cp': [{ action: 's3:PutObject', resource: `${bucket(target)}/key` }],
    'ecs list-container-instances': [
      { action: 'ecs:ListContainerInstances', resource: arn('ecs', 'cluster/media-feed') },
    ],
    'ecs run-task': [
      { action: 'ecs:RunTask', resource: arn('ecs', 'task-definition/media-feed-maintenance:7') },
      passes(textOf(free.exported.get('media-feed-ExecutionRoleArn')), 'ecs-tasks.amazonaws.com'),
    ],
    'ecs describe-tasks': [{ action: 'ecs:DescribeTasks', resource: arn('ecs', 'task/media-feed/1') }],
    'cloudfront create-invalidation': [
      {
        action: 'cloudfront:CreateInvalidation',
        // As the rules' profiles name it.
        resource: 'arn:aws:cloudfront::123456789012:distribution/E1',
      },
    ],
  };
  const name = args.slice(0, 2).join(' ');
  const found = needed[name];
  if (!found) throw new Error(`Which right does aws ${name} need? Add it here.`);
  return found;
}

let first: FakeAccount;
let later: FakeAccount;
let calls: Call[];
beforeAll(async () => {
  first = await makeFakeAccount();
  await first.deploy(['--set', 'AlarmEmail=you@example.org', '--set', 'Repository=owner/name']);
  later = await makeFakeAccount(first);
  // A stack that fails last, so that all else has been done; a tag of its own, so that images are pushed.
  const role = `arn:aws:iam::123456789012:role/${roleArn}`;
  const changed = { bundle: 'changed', commit: 'fedcba654321' };
  await later.deploy(['--role-arn', role, '--set', 'LogLevel=debug'], changed);
  const names = ['--set', 'OriginDomainName=origin.example.org', '--set', 'HostedZoneId=Z123'];
  await later.deploy(
    ['--role-arn', role, '--set', 'OriginTls=on', ...names, '--set', 'MailDomain=example.org'],
    changed,
  );
  const more = { ...changed, fail: /wait.*artifacts/ };
  await later.deploy(['--role-arn', role], more);
  calls = later.calls().flatMap(rightsOf);
});
afterAll(async () => {
  await first.remove();
  await later.remove();
});

describe("GitHub's role", () => {
  it('may make every call of a deployment', () => {
    expect(calls.length).toBeGreaterThan(60);
    expect(calls.filter((call) => !isAllowed(call, statements))).toEqual([]);
  });

  it('may do nothing that no deployment does', () => {
    // A stack that is new in the repository.
    const unseen = ['cloudformation:CreateStack'];
    const rights = statements.flatMap((statement) =>
      [statement.Action]
        .flat()
        .flatMap((Action) =>
          [statement.Resource].flat().map((Resource) => ({ ...statement, Action, Resource })),
        ),
    );
    const idle = rights
      .filter(({ Action }) => !unseen.includes(Action))
      .filter((right) => !calls.some((call) => fits(right, call)));
    expect(idle.map(({ Action, Resource }) => `${Action} ${Resource}`)).toEqual([]);
  });

  it('trusts the subject that GitHub gives, in both of its forms', () => {
    const subjectOf = (stacks: typeof free) =>
      at(
        find(stacks, 'DeployRole').Properties,
        'AssumeRolePolicyDocument.Statement.0.Condition.StringEquals',
      );
    const issuer = 'token.actions.githubusercontent.com';
    expect(subjectOf(free)).toEqual({
      [`${issuer}:aud`]: 'sts.amazonaws.com',
      [`${issuer}:sub`]: 'repo:octocat/my-repo:environment:production',
    });
    expect(subjectOf(standard)).toMatchObject({
      [`${issuer}:sub`]: [
        'repo:octocat/my-repo:environment:production',
        'repo:octocat@583231/my-repo@1296269:environment:production',
      ],
    });
  });

  it.each([
    ['another role for tasks', passes('arn:aws:iam::123456789012:role/admin', 'ecs-tasks.amazonaws.com')],
    ["CloudFormation's role for anybody else", passes(roleArn, 'lambda.amazonaws.com')],
    ['published media', { action: 's3:GetObject', resource: `${bucket('media')}/media/image/1/a.webp` }],
    ['parameters of others', { action: 'ssm:GetParameter', resource: arn('ssm', 'parameter/other/secret') }],
  ])('may not touch %s', (_what, call) => {
    expect(isAllowed(call, statements)).toBe(false);
  });
});

describe('.github/workflows/deploy.yaml', () => {
  const file = join(folder, '..', '.github', 'workflows', 'deploy.yaml');
  interface Job {
    environment: string;
    needs?: string;
    permissions: Record<string, string>;
    steps: { uses?: string; run?: string; with?: Record<string, string> }[];
  }
  const read = async () => {
    const text = await readFile(file, 'utf8');
    const { jobs } = parse(text) as { jobs: { deploy: Job; checked: Job } };
    return { text, job: jobs.deploy, checked: jobs.checked };
  };

  it('takes the role by OIDC, in the environment that the role trusts, and holds no key', async () => {
    const { text, job } = await read();
    const { deploy: role } = { deploy: (await readTemplates())['deploy-role'] };
    expect(job.permissions).toEqual({ contents: 'read', 'id-token': 'write' });
    expect(job.environment).toBe(role.Parameters.Environment?.Default);
    const [signIn] = job.steps.filter(({ uses }) =>
      uses?.startsWith('aws-actions/configure-aws-credentials@'),
    );
    expect(signIn?.with).toMatchObject({ 'role-to-assume': '${{ vars.DEPLOY_ROLE_ARN }}' });
    expect(signIn?.with?.['role-duration-seconds']).toBe(
      find(free, 'DeployRole').Properties.MaxSessionDuration,
    );
    expect(text).not.toMatch(/secrets\.|access-key/i);
  });

  it.each([
    ['goes on where CI has passed for the commit', '1', 0],
    ['ends where it has not', '0', 1],
  ])('%s', async (_what, passed, code) => {
    const { job, checked } = await read();
    expect([job.needs, checked.permissions]).toEqual(['checked', { actions: 'read' }]);
    const script = `gh() { echo "$2" >&2; echo ${passed}; }\n${checked.steps[0]?.run ?? ''}`;
    const environment = { PATH: process.env.PATH, GITHUB_REPOSITORY: 'owner/name', GITHUB_SHA: 'abcdef' };
    const { status, stderr } = spawnSync('bash', ['-e', '-c', script], {
      env: environment,
      encoding: 'utf8',
    });
    expect(status).toBe(code);
    expect(stderr).toContain(
      'repos/owner/name/actions/workflows/ci.yaml/runs?head_sha=abcdef&status=success',
    );
  });

  it('hands what people type to programs as variables, never as text of a script', async () => {
    const { job } = await read();
    const scripts = job.steps.flatMap(({ run }) => run ?? []);
    expect(scripts.join('\n')).toContain('infrastructure/src/deploy.ts');
    expect(scripts.filter((script) => script.includes('${{'))).toEqual([]);
  });
});
