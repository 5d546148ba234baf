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

interface Stack {
  StackStatus: string;
  Parameters: { ParameterKey: string; ParameterValue: string }[];
  Outputs: { OutputKey: string; OutputValue: string }[];
}
interface State {
  stacks: Record<string, Stack>;
  parameters: Record<string, string>;
  images: string[];
  objects: string[];
  runTaskCalls: number;
}

/** @param like whose account to begin with */
export async function makeFakeAccount(like?: FakeAccount): Promise<FakeAccount> {
  const root = await mkdtemp(join(tmpdir(), 'media-feed-fake-account-'));
  const state: State = structuredClone(
    like?.state() ?? { stacks: {}, parameters: {}, images: [], objects: [], runTaskCalls: 0 },
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
      const code = await runDeployCommand(flags, { log, logError: log, start });
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
  const { root, calls, faults } = context;
  return async (program, args, { input = '' }) => {
    const line = [program, ...args].join(' ');
    const given = /^aws cloudformation (create|update)-stack/.test(line)
      ? await givenParameters(args)
      : undefined;
    calls.push({ program, args, input, ...(given && { given }) });
    if (faults.fail?.test(line)) throw new ToolError('An error occurred (Made): to fail');
    if (program === 'git') return git(args, faults);
    if (program !== 'aws') return build(context, program, args);
    const answer = await answerOfAws(context, args, given);
    return answer === undefined ? '' : typeof answer === 'string' ? answer : JSON.stringify(answer);

    async function givenParameters(words: readonly string[]): Promise<Record<string, string>> {
      const pairs = (await jsonOf(flagOf(words, 'parameters'))) as Stack['Parameters'];
      return Object.fromEntries(pairs.map((pair) => [pair.ParameterKey, pair.ParameterValue]));
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
    if (program !== 'npm') return '';
    const made: Record<string, string> = args.includes('package')
      ? { 'lambda/dist/function.zip': faults.bundle ?? '1' }
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
      return { Parameter: { Value } };
    }
    case 'ssm put-parameter': {
      const { Name, Value } = (await jsonOf(flag('cli-input-json'))) as { Name: string; Value: string };
      state.parameters[Name] = Value;
      return undefined;
    }
    case 'cloudformation describe-stacks': {
      const found = state.stacks[flag('stack-name')];
      if (!found) throw new ToolError(`Stack with id ${flag('stack-name')} does not exist`);
      return { Stacks: [found] };
    }
    case 'cloudformation create-stack':
    case 'cloudformation update-stack':
      state.stacks[flag('stack-name')] = await stackOf(flag('template-body'), given);
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

/** As CloudFormation would have it: with an output of each name in the file. */
async function stackOf(templateUrl: string, given: Record<string, string>): Promise<Stack> {
  const text = await readFile(templateUrl.replace('file://', ''), 'utf8');
  const [, outputs = ''] = text.split('\nOutputs:\n');
  const names = [...outputs.matchAll(/^ {2}(\w+):$/gm)].map(([, name = '']) => name);
  const special: Record<string, string> = {
    WebOrigin: 'https://d1.cloudfront.net',
    ApiRepositoryUri: 'registry/media-feed/api',
  };
  return {
    StackStatus: 'UPDATE_COMPLETE',
    Parameters: Object.entries(given).map(([ParameterKey, ParameterValue]) => ({
      ParameterKey,
      ParameterValue,
    })),
    Outputs: names.map((OutputKey) => ({ OutputKey, OutputValue: special[OutputKey] ?? `the-${OutputKey}` })),
  };
}

const event = (LogicalResourceId: string, ResourceStatus: string, ResourceStatusReason: string) => ({
  LogicalResourceId,
  ResourceStatus,
  ResourceStatusReason,
});
const flagOf = (args: readonly string[], name: string): string => args[args.indexOf(`--${name}`) + 1] ?? '';
const jsonOf = async (url: string): Promise<unknown> =>
  JSON.parse(await readFile(url.replace('file://', ''), 'utf8'));
