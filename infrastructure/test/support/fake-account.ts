/**
 * An account of AWS, with docker, npm and git around it, as far as a deployment sees them: notes what is called, and
 * answers as they would in an account that holds what the calls before have made.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runDeployCommand } from '../../src/deployment/command.ts';
import { type StartProgram, ToolError } from '../../src/deployment/tools.ts';

export interface ToolCall {
  readonly program: string;
  readonly args: readonly string[];
  /** What was written to SSM. */
  readonly written?: { readonly name: string; readonly value: string };
  /** A database that gets another name. */
  readonly renamed?: { readonly from: string; readonly to: string; readonly input: object };
  /** Parameters of a stack. */
  readonly given?: Readonly<Record<string, string>>;
  readonly input: string;
}

interface FakeFaults {
  /** Calls that fail. */
  readonly fail?: RegExp;
  /** What the migration ends with; 0. */
  readonly migrationExitCode?: number;
  /** What the Lambda's zip holds. */
  readonly bundle?: string;
  readonly commit?: string;
  /** What `git status` shows. */
  readonly uncommitted?: string;
  /** Such as `darwin-arm64`. */
  readonly platform?: string;
  /** Statuses of the site, by path, while the release of this tag runs; 200. */
  readonly answers?: { readonly tag: string; readonly status: number };
  /** Concurrent invocations of Lambda; 1000. */
  readonly invocations?: number;
  /** Processors of EC2; 32. */
  readonly processors?: number;
  /** FREE or PAID; PAID. */
  readonly plan?: string;
  /** Distributions that the account has already. */
  readonly distributions?: number;
  /** Letters of those that have the type of the hosts; all. */
  readonly zones?: readonly string[];
  /** Of an installation in another region. */
  readonly hasRoles?: boolean;
  /** Whether SES sends to verified addresses alone, to nobody, or not for this domain. */
  readonly mails?: 'sandboxed' | 'stopped' | 'unverified';
}

export interface FakeAccount {
  /** Since the last time that somebody asked. */
  readonly calls: () => ToolCall[];
  /** Values of SSM's parameters, by their names. */
  readonly parameters: () => Readonly<Record<string, string>>;
  /** Runs the deployment as an operator does. */
  readonly deploy: (
    args: readonly string[],
    faults?: FakeFaults,
  ) => Promise<{ code: number; output: string }>;
  readonly remove: () => Promise<void>;
  /** What it holds, for an account that begins with the same. */
  readonly state: () => State;
}

interface GivenParameter {
  ParameterKey: string;
  ParameterValue?: string;
  UsePreviousValue?: boolean;
}
interface Stack {
  StackStatus: string;
  /** Which CloudFormation keeps for later. */
  RoleARN?: string;
  Parameters: { ParameterKey: string; ParameterValue: string }[];
  Outputs: { OutputKey: string; OutputValue: string }[];
}
interface State {
  stacks: Record<string, Stack>;
  parameters: Record<string, string>;
  /** Of the parameters, by their names. */
  versions: Record<string, number>;
  /** RDS's instances, by their names; made by stacks. */
  databases: Record<string, Record<string, unknown>>;
  /** Those that outlive their stacks. */
  buckets: string[];
  queues: string[];
  images: string[];
  objects: string[];
  runTaskCalls: number;
}

/** @param like whose account to begin with */
export async function makeFakeAccount(like?: FakeAccount): Promise<FakeAccount> {
  const root = await mkdtemp(join(tmpdir(), 'media-feed-fake-account-'));
  const state: State = structuredClone(
    like?.state() ?? {
      stacks: {},
      parameters: {},
      versions: {},
      databases: {},
      buckets: [],
      queues: [],
      images: [],
      objects: [],
      runTaskCalls: 0,
    },
  );
  const calls: ToolCall[] = [];
  return {
    calls: () => calls.splice(0),
    parameters: () => state.parameters,
    state: () => state,
    deploy: async (args, faults = {}) => {
      const lines: string[] = [];
      const log = (line: string) => void lines.push(line);
      const flags = ['--poll-seconds', '0', '--root', root, ...args];
      const start = programs({ root, state, calls, faults });
      const { platform = 'linux-x64', answers } = faults;
      const requestStatus = (url: string) => {
        calls.push({ program: 'GET', args: [url], input: '' });
        const tag = state.stacks['media-feed-ecs']?.Parameters.find(
          (pair) => pair.ParameterKey === 'ImageTag',
        );
        return Promise.resolve(answers && answers.tag === tag?.ParameterValue ? answers.status : 200);
      };
      const code = await runDeployCommand(flags, { log, logError: log, start, requestStatus, platform });
      return { code, output: lines.map((line) => `${line}\n`).join('') };
    },
    remove: () => rm(root, { recursive: true }),
  };
}

interface Context {
  readonly root: string;
  readonly state: State;
  readonly calls: ToolCall[];
  readonly faults: FakeFaults;
}

function programs(context: Context): StartProgram {
  const { root, calls, faults, state } = context;
  return async (program, args, { input = '' }) => {
    const line = [program, ...args].join(' ');
    const given = /^aws cloudformation (create|update)-stack/.test(line)
      ? await givenParameters(args)
      : undefined;
    const written = line.startsWith('aws ssm put-parameter') ? await writtenParameter(args) : undefined;
    const renamed = line.startsWith('aws rds modify-db-instance') ? await renaming(args) : undefined;
    calls.push({
      program,
      args,
      input,
      ...(given && { given }),
      ...(written && { written }),
      ...(renamed && { renamed }),
    });
    if (faults.fail?.test(line)) throw new ToolError('An error occurred (Made): to fail');
    if (program === 'git') return git(args, faults);
    if (program !== 'aws') return build(context, program, args);
    const answer = await answerOfAws(context, args, given);
    return answer === undefined ? '' : typeof answer === 'string' ? answer : JSON.stringify(answer);

    async function renaming(words: readonly string[]) {
      const made = (await jsonOf(flagOf(words, 'cli-input-json'))) as Record<string, string>;
      const { DBInstanceIdentifier: from = '', NewDBInstanceIdentifier: to = '' } = made;
      return { from, to, input: made };
    }

    async function writtenParameter(words: readonly string[]) {
      const { Name: name, Value: value } = (await jsonOf(flagOf(words, 'cli-input-json'))) as {
        Name: string;
        Value: string;
      };
      return { name, value };
    }

    async function givenParameters(words: readonly string[]): Promise<Record<string, string>> {
      const before = state.stacks[flagOf(words, 'stack-name')]?.Parameters ?? [];
      const pairs = (await jsonOf(flagOf(words, 'parameters'))) as GivenParameter[];
      return Object.fromEntries(
        pairs.map(({ ParameterKey: key, ParameterValue: value = '', UsePreviousValue }) => [
          key,
          UsePreviousValue ? (before.find((pair) => pair.ParameterKey === key)?.ParameterValue ?? '') : value,
        ]),
      );
    }
  };

  function git(args: readonly string[], { uncommitted = '', commit = 'abcdef123456' }: FakeFaults): string {
    return args[0] === 'status' ? uncommitted : commit;
  }

  async function build({ state }: Context, program: string, args: readonly string[]): Promise<string> {
    if (program === 'docker' && args[0] === 'push') {
      const [repository = '', tag = ''] = (args.at(-1) ?? '').split(':');
      const name = repository.replace('registry/', '').replace('the-NginxRepositoryUri', 'media-feed/nginx');
      state.images.push(`${name}:${tag}`);
    }
    const isBundle = args.includes('package') || args.includes('zip');
    if (program !== 'npm' && !isBundle) return '';
    const made: Record<string, string> = isBundle
      ? { 'lambda/dist/function.zip': faults.bundle ?? '1', 'lambda/dist/decoder.zip': 'decoder' }
      : {
          'frontend/dist/index.html': '<html>',
          'frontend/dist/icon.svg': '',
          'frontend/dist/assets/a-1.js': '',
        };
    for (const [file, text] of Object.entries(made)) {
      await mkdir(dirname(join(root, file)), { recursive: true });
      await writeFile(join(root, file), text);
    }
    return '';
  }
}

async function answerOfAws(
  { state, faults }: Context,
  args: readonly string[],
  given: Record<string, string> = {},
): Promise<unknown> {
  const flag = (name: string) => flagOf(args, name);
  switch (args.slice(0, 2).join(' ')) {
    case 'sts get-caller-identity':
      return { Account: '123456789012', Arn: 'arn:aws:iam::123456789012:user/me' };
    case 'ec2 describe-managed-prefix-lists':
      return { PrefixLists: [{ PrefixListId: 'pl-12345678' }] };
    case 'ssm get-parameter': {
      const Value = state.parameters[flag('name')];
      if (Value === undefined) throw new ToolError('ParameterNotFound');
      return { Parameter: { Value, Version: state.versions[flag('name')] ?? 1 } };
    }
    case 'ssm put-parameter': {
      const { Name, Value } = (await jsonOf(flag('cli-input-json'))) as { Name: string; Value: string };
      state.parameters[Name] = Value;
      const Version = (state.versions[Name] ?? 0) + 1;
      state.versions[Name] = Version;
      return { Version };
    }
    case 'cloudformation describe-stacks': {
      const found = state.stacks[flag('stack-name')];
      if (!found) throw new ToolError(`Stack with id ${flag('stack-name')} does not exist`);
      return { Stacks: [found] };
    }
    case 'cloudformation create-stack':
    case 'cloudformation update-stack':
      await makeStack(
        state,
        flag('stack-name'),
        args.includes('--template-body') && flag('template-body'),
        given,
        args.includes('--role-arn') ? flag('role-arn') : '',
      );
      return undefined;
    case 'cloudformation delete-stack':
      deleteStack(state, flag('stack-name'));
      return undefined;
    case 'rds describe-db-instances': {
      const found = state.databases[flag('db-instance-identifier')];
      if (!found) throw new ToolError('An error occurred (DBInstanceNotFound)');
      return { DBInstances: [found] };
    }
    case 'rds restore-db-instance-to-point-in-time': {
      const copy = {
        ...state.databases[flag('source-db-instance-identifier')],
        DBInstanceStatus: 'available',
      };
      state.databases[flag('target-db-instance-identifier')] = copy;
      return undefined;
    }
    case 'rds modify-db-instance': {
      const { DBInstanceIdentifier: from, NewDBInstanceIdentifier: to } = (await jsonOf(
        flag('cli-input-json'),
      )) as Record<'DBInstanceIdentifier' | 'NewDBInstanceIdentifier', string>;
      const { [from]: renamed, ...rest } = state.databases;
      if (to in rest) throw new ToolError('An error occurred (DBInstanceAlreadyExists)');
      state.databases = { ...rest, ...(renamed && { [to]: renamed }) };
      return undefined;
    }
    case 'lambda get-account-settings':
      return { AccountLimit: { ConcurrentExecutions: faults.invocations ?? 1000 } };
    case 'service-quotas get-service-quota':
      return { Quota: { Value: faults.processors ?? 32 } };
    case 'freetier get-account-plan-state':
      return {
        accountPlanType: faults.plan ?? 'PAID',
        ...(faults.plan === 'FREE' && { accountPlanExpirationDate: '2027-05-30T00:00:00Z' }),
      };
    case 'cloudfront list-distributions':
      return { DistributionList: { Items: Array.from({ length: faults.distributions ?? 1 }, () => ({})) } };
    case 'iam get-role':
      if (faults.hasRoles === true) return { Role: { RoleName: flag('role-name') } };
      throw new ToolError('An error occurred (NoSuchEntity)');
    case 'sesv2 get-account':
      return {
        ProductionAccessEnabled: faults.mails !== 'sandboxed',
        SendingEnabled: faults.mails !== 'stopped',
      };
    case 'sesv2 get-email-identity':
      return { VerifiedForSendingStatus: faults.mails !== 'unverified' };
    case 'ec2 describe-availability-zones':
      return {
        AvailabilityZones: ['c', 'a', 'b'].map((letter) => ({
          RegionName: 'eu-central-1',
          ZoneName: `eu-central-1${letter}`,
        })),
      };
    case 'ec2 describe-instance-type-offerings':
      return {
        InstanceTypeOfferings: (faults.zones ?? ['a', 'b', 'c']).map((letter) => ({
          Location: `eu-central-1${letter}`,
        })),
      };
    case 's3api head-bucket':
      if (!state.buckets.includes(flag('bucket'))) throw new ToolError('(404): Not Found');
      return undefined;
    case 's3api list-object-versions': {
      const Versions = state.objects.map((Key) => ({ Key, VersionId: '1' }));
      return { Versions };
    }
    case 's3api delete-objects': {
      const { Objects } = (await jsonOf(flag('delete'))) as { Objects: { Key: string }[] };
      state.objects = state.objects.filter((key) => !Objects.some(({ Key }) => Key === key));
      return undefined;
    }
    case 's3api delete-bucket':
      state.buckets = state.buckets.filter((name) => name !== flag('bucket'));
      return undefined;
    case 'sqs get-queue-url':
      if (!state.queues.includes(flag('queue-name'))) throw new ToolError('NonExistentQueue');
      return { QueueUrl: `https://sqs/${flag('queue-name')}` };
    case 'sqs delete-queue':
      state.queues = state.queues.filter((name) => !flag('queue-url').endsWith(`/${name}`));
      return undefined;
    case 'ssm get-parameters-by-path':
      return { Parameters: Object.keys(state.parameters).map((Name) => ({ Name })) };
    case 'ssm delete-parameters':
      state.parameters = {};
      return undefined;
    case 'cloudformation describe-stack-events':
      return {
        StackEvents: [
          event('Second', 'UPDATE_FAILED', 'Resource update cancelled'),
          event('First', 'UPDATE_FAILED', 'The bucket has no bottom'),
          event('media-feed-vpc', 'UPDATE_IN_PROGRESS', 'User Initiated'),
          event('Old', 'CREATE_FAILED', 'Long ago'),
        ],
      };
    case 'ecr describe-images': {
      const image = `${flag('repository-name')}:${flag('image-ids').replace('imageTag=', '')}`;
      if (!state.images.includes(image)) throw new ToolError('An error occurred (ImageNotFoundException)');
      return {};
    }
    case 'ecr get-login-password':
      return 'a password for an hour';
    case 'sns list-subscriptions-by-topic':
      return {
        Subscriptions: [
          {
            SubscriptionArn: flag('topic-arn').includes('Edge') ? 'PendingConfirmation' : 'arn:aws:sns:a:b:c',
          },
        ],
      };
    case 's3api list-objects-v2':
      return { Contents: [{ Key: flag('prefix') }] };
    case 's3api head-object':
      if (!state.objects.includes(flag('key'))) throw new ToolError('(404): Not Found');
      return {};
    case 's3 cp': {
      const target = args.find((word) => word.startsWith('s3://')) ?? '';
      state.objects.push(target.split('/').slice(3).join('/'));
      return undefined;
    }
    case 'ecs list-container-instances':
      return { containerInstanceArns: ['arn:instance'] };
    case 'ecs run-task':
      // The first time the host has no capacity left: an old task is just leaving.
      state.runTaskCalls += 1;
      return state.runTaskCalls % 2 === 1
        ? { tasks: [], failures: [{ reason: 'RESOURCE:MEMORY' }] }
        : { tasks: [{ taskArn: 'arn:task' }] };
    case 'ecs describe-tasks': {
      const exitCode = faults.migrationExitCode ?? 0;
      return { tasks: [{ taskArn: 'arn:task', lastStatus: 'STOPPED', containers: [{ exitCode }] }] };
    }
    default:
      return undefined;
  }
}

/** All that the template names: each outlives its stack. */
const bucketsOf = (template: string): string[] =>
  [...template.matchAll(/^ +BucketName: !Sub '\$\{Project\}-(\w+)-\$\{AWS::AccountId\}-/gm)].map(
    ([, name = '']) => `media-feed-${name}-123456789012-eu-central-1`,
  );

async function makeStack(
  state: State,
  stackName: string,
  template: string | false,
  given: Record<string, string>,
  roleArn: string,
): Promise<void> {
  const before = state.stacks[stackName];
  const stack = stackName.replace('media-feed-', '');
  if (before && template === false) state.stacks[stackName] = { ...before, Parameters: pairsOf(given) };
  else if (template !== false)
    state.stacks[stackName] = { ...(await stackOf(template, given)), ...withRole(roleArn, before) };
  if (before) return;
  if (template !== false)
    for (const bucket of bucketsOf(await readFile(template.replace('file://', ''), 'utf8')))
      makeOnce(state.buckets, bucket);
  if (stack === 'media-processing') makeOnce(state.queues, 'media-feed-dead-letters');
  if (stack === 'database')
    state.databases['media-feed'] = {
      DBInstanceIdentifier: 'media-feed',
      DBInstanceStatus: 'available',
      DBInstanceClass: 'db.t4g.micro',
      MultiAZ: false,
      DeletionProtection: true,
      BackupRetentionPeriod: 1,
      PreferredBackupWindow: '02:00-02:30',
      PreferredMaintenanceWindow: 'sun:03:00-sun:03:30',
      CACertificateIdentifier: 'rds-ca-rsa2048-g1',
      DBSubnetGroup: { DBSubnetGroupName: 'the-subnets' },
      DBParameterGroups: [{ DBParameterGroupName: 'the-parameters' }],
      VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-1' }],
    };
}

const withRole = (roleArn: string, before: Stack | undefined): Partial<Stack> => {
  const kept = roleArn === '' ? before?.RoleARN : roleArn;
  return kept === undefined ? {} : { RoleARN: kept };
};

/** A name that is taken is a first deployment that fails. */
function makeOnce(names: string[], name: string): void {
  if (names.includes(name)) throw new ToolError(`${name} already exists`);
  names.push(name);
}

/** As CloudFormation refuses it: what is protected, and what the role that it kept is missing for. */
function deleteStack(state: State, stackName: string): void {
  const stack = state.stacks[stackName];
  const isProtected = stack?.Parameters.some(
    ({ ParameterKey, ParameterValue }) => ParameterKey === 'DeletionProtection' && ParameterValue === 'true',
  );
  if (isProtected ?? false) throw new ToolError(`${stackName} is protected against deletion`);
  if (stack?.RoleARN !== undefined && !('media-feed-deploy-role' in state.stacks))
    throw new ToolError(`Role ${stack.RoleARN} is invalid or cannot be assumed`);
  const { [stackName]: _deleted, ...rest } = state.stacks;
  state.stacks = rest;
}

/** As CloudFormation would have it: with an output of each name in the file. */
async function stackOf(templateUrl: string, given: Record<string, string>): Promise<Stack> {
  const text = await readFile(templateUrl.replace('file://', ''), 'utf8');
  const [, outputs = ''] = text.split('\nOutputs:\n');
  const names = [...outputs.matchAll(/^ {2}(\w+):$/gm)].map(([, name = '']) => name);
  const special: Record<string, string> = {
    WebOrigin: 'https://d1.cloudfront.net',
    SiteHost: 'd1.cloudfront.net',
    ApiRepositoryUri: 'registry/media-feed/api',
  };
  return {
    StackStatus: 'UPDATE_COMPLETE',
    Parameters: pairsOf({ ...defaultsOf(text), ...given }),
    Outputs: names.map((OutputKey) => ({ OutputKey, OutputValue: special[OutputKey] ?? `the-${OutputKey}` })),
  };
}

const pairsOf = (values: Readonly<Record<string, string>>): Stack['Parameters'] =>
  Object.entries(values).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue }));
/** Of a template's parameters: AWS describes a stack by all of them. */
const defaultsOf = (text: string): Record<string, string> => {
  const [, parameters = ''] = text.split('\nParameters:\n');
  const blocks = (parameters.split('\n\n')[0] ?? '').matchAll(
    /^ {2}(\w+):\n(?: {4}.*\n?)*?(?: {4}Default: (.*)\n)/gm,
  );
  return Object.fromEntries(
    [...blocks].map(([, name = '', value = '']) => [name, value.replaceAll("'", '')]),
  );
};
const event = (LogicalResourceId: string, ResourceStatus: string, ResourceStatusReason: string) => ({
  LogicalResourceId,
  ResourceStatus,
  ResourceStatusReason,
});
const flagOf = (args: readonly string[], name: string): string => args[args.indexOf(`--${name}`) + 1] ?? '';
const jsonOf = async (url: string): Promise<unknown> =>
  JSON.parse(await readFile(url.replace('file://', ''), 'utf8'));
