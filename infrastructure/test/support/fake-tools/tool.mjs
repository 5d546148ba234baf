/**
 * Stands for aws, docker, npm and git on PATH: writes down what it is called with, and answers as they would in an
 * account that holds what the calls before have made. `FAKE_HOME` keeps both; `FAKE_FAIL` is a pattern of calls
 * that fail.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [program, ...args] = process.argv.slice(2);
const { FAKE_HOME: home = '', FAKE_FAIL: failing, FAKE_MIGRATION_EXIT: exitCode = '0' } = process.env;
const stateFile = join(home, 'state.json');
const state = existsSync(stateFile)
  ? JSON.parse(readFileSync(stateFile, 'utf8'))
  : { stacks: {}, parameters: {}, images: [], objects: [] };
const line = [program, ...args].join(' ');
const flag = (name) => args[args.indexOf(`--${name}`) + 1];
const fromFile = (name) => JSON.parse(readFileSync(flag(name).replace('file://', ''), 'utf8'));
const input = program === 'docker' && args[0] === 'login' ? readFileSync(0, 'utf8') : '';

const isDeploying = /^aws cloudformation (create|update)-stack/.test(line);
const given = isDeploying
  ? Object.fromEntries(fromFile('parameters').map((pair) => [pair.ParameterKey, pair.ParameterValue]))
  : undefined;
appendFileSync(join(home, 'calls.jsonl'), `${JSON.stringify({ program, args, given, input })}\n`);

if (failing && new RegExp(failing).test(line)) end(254, 'An error occurred (Made): to fail');
const answers = {
  'sts get-caller-identity': () => ({ Account: '123456789012', Arn: 'arn:aws:iam::123456789012:user/me' }),
  'ec2 describe-managed-prefix-lists': () => ({ PrefixLists: [{ PrefixListId: 'pl-12345678' }] }),
  'ssm get-parameter': () => {
    const Value = state.parameters[flag('name')];
    return Value === undefined ? end(254, 'ParameterNotFound') : { Parameter: { Value } };
  },
  'ssm put-parameter': () => {
    const { Name, Value } = fromFile('cli-input-json');
    state.parameters[Name] = Value;
  },
  'cloudformation describe-stacks': () => {
    const found = state.stacks[flag('stack-name')];
    return found ? { Stacks: [found] } : end(254, `Stack with id ${flag('stack-name')} does not exist`);
  },
  'cloudformation create-stack': deploy,
  'cloudformation update-stack': deploy,
  'cloudformation describe-stack-events': () => ({
    StackEvents: [
      event('Second', 'UPDATE_FAILED', 'Resource update cancelled'),
      event('First', 'UPDATE_FAILED', 'The bucket has no bottom'),
      event('media-feed-vpc', 'UPDATE_IN_PROGRESS', 'User Initiated'),
      event('Old', 'CREATE_FAILED', 'Long ago'),
    ],
  }),
  'ecr describe-images': () =>
    state.images.includes(`${flag('repository-name')}:${flag('image-ids').replace('imageTag=', '')}`)
      ? {}
      : end(254, 'An error occurred (ImageNotFoundException)'),
  'ecr get-login-password': () => 'a password for an hour',
  'sns list-subscriptions-by-topic': () => ({
    Subscriptions: [
      { SubscriptionArn: flag('topic-arn').includes('Edge') ? 'PendingConfirmation' : 'arn:aws:sns:a:b:c' },
    ],
  }),
  's3api head-object': () => (state.objects.includes(flag('key')) ? {} : end(254, '(404): Not Found')),
  's3 cp': () => {
    const target = args.find((word) => word.startsWith('s3://'));
    state.objects.push(target.split('/').slice(3).join('/'));
  },
  'ecs list-container-instances': () => ({ containerInstanceArns: ['arn:instance'] }),
  'ecs run-task': () => {
    // The first time the host has no room: an old task is just leaving.
    state.tries = (state.tries ?? 0) + 1;
    return state.tries % 2 === 1
      ? { tasks: [], failures: [{ reason: 'RESOURCE:MEMORY' }] }
      : { tasks: [{ taskArn: 'arn:task' }] };
  },
  'ecs describe-tasks': () => ({
    tasks: [{ taskArn: 'arn:task', lastStatus: 'STOPPED', containers: [{ exitCode: Number(exitCode) }] }],
  }),
};

const answer =
  program === 'aws' ? answers[args.slice(0, 2).join(' ')]?.() : program === 'git' ? git() : build();
// Only what changes something writes: several may read at once.
if (!/^aws \w+ (describe|get|list|head)-/.test(line)) writeFileSync(stateFile, JSON.stringify(state));
if (answer !== undefined) console.log(typeof answer === 'string' ? answer : JSON.stringify(answer));

function deploy() {
  const { Outputs = {} } = fromFile('template-body');
  const name = flag('stack-name');
  const special = { WebOrigin: 'https://d1.cloudfront.net', ApiRepositoryUri: 'registry/media-feed/api' };
  state.stacks[name] = {
    StackStatus: 'UPDATE_COMPLETE',
    Parameters: Object.entries(given).map(([ParameterKey, ParameterValue]) => ({
      ParameterKey,
      ParameterValue,
    })),
    Outputs: Object.keys(Outputs).map((OutputKey) => ({
      OutputKey,
      OutputValue: special[OutputKey] ?? `the-${OutputKey}`,
    })),
  };
}

function event(LogicalResourceId, ResourceStatus, ResourceStatusReason) {
  return { LogicalResourceId, ResourceStatus, ResourceStatusReason };
}

function git() {
  if (args[0] === 'status') return process.env.FAKE_DIRTY ?? '';
  return process.env.FAKE_COMMIT ?? 'abcdef123456';
}

function build() {
  if (program === 'docker' && args[0] === 'push') {
    const [repository, tag] = args.at(-1).split(':');
    state.images.push(
      `${repository.replace('registry/', '').replace('the-NginxRepositoryUri', 'media-feed/nginx')}:${tag}`,
    );
  }
  const made = args.includes('package')
    ? { 'lambda/dist/function.zip': process.env.FAKE_HANDLER ?? '1' }
    : args.includes('build') && program === 'npm'
      ? {
          'frontend/dist/index.html': '<html>',
          'frontend/dist/icon.svg': '',
          'frontend/dist/assets/a-1.js': '',
        }
      : {};
  for (const [file, text] of Object.entries(made)) {
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, text);
  }
  return undefined;
}

function end(code, message) {
  process.stderr.write(`${message}\n`);
  process.exit(code);
}
