/**
 * Brings all stacks to the state of their templates, by the AWS CLI: makes the secrets that CloudFormation cannot
 * make, deploys in order, hands outputs of one stack to the parameters of others, and goes round again until nothing
 * changes (the web app's address is known only once its distribution exists).
 *
 * node infrastructure/src/deploy.ts --set AlarmEmail=you@example.org [--set ImageTag=…] [--project media-feed]
 */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { readTemplates, type StackName, stackNames, type Templates } from './stacks.ts';
import type { Template } from './template.ts';

/** Parameters by name; a stack gets those that its template has. */
export type Values = Readonly<Record<string, string>>;

export interface Deployment {
  readonly project: string;
  readonly values: Values;
  /** The AWS CLI. */
  readonly aws: string;
  /** Its variables, where they are not this process's. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly log: (line: string) => void;
  readonly templates: Templates;
}

/** Made once with random values, and never changed here. 32 bytes are what the API asks of its secret. */
const secretBytes = { 'database-password': 24, 'jwt-secret': 32, 'origin-secret': 24 };
/** Capabilities that some templates need: roles with names, so that policies can name them. */
const capabilities = ['--capabilities', 'CAPABILITY_NAMED_IAM'];
const maxRounds = 4;

/** What all stacks said in the end. @throws with the CLI's own words. */
export async function deployAll(deployment: Deployment): Promise<Values> {
  const { templates } = deployment;
  const secrets = await ensureSecrets(deployment);
  let values: Values = {
    Project: deployment.project,
    OriginSecret: secrets['origin-secret'],
    CloudFrontPrefixListId: deployment.values.CloudFrontPrefixListId ?? (await findPrefixList(deployment)),
    // What stands already, or a deployment would take the web app's address away and give it back.
    ...derived(await describeAll(deployment)),
    ...deployment.values,
  };
  const given = new Map<StackName, string>();
  for (let round = 1; round <= maxRounds; round++) {
    let changed = false;
    for (const stack of stackNames) {
      const parameters = parametersOf(templates, stack, values);
      if (given.get(stack) === JSON.stringify(parameters)) continue;
      given.set(stack, JSON.stringify(parameters));
      changed = true;
      deployment.log(`${stack}: ${round === 1 ? 'deploying' : 'once more, with what is known by now'}`);
      values = {
        ...values,
        ...derived(await deployStack(deployment, stack, templates[stack], parameters)),
        ...deployment.values,
      };
      if (stack === 'database') await writeDatabaseUrl(deployment, secrets['database-password'], values);
    }
    if (!changed) return values;
  }
  throw new Error(`The stacks' parameters still change after ${String(maxRounds)} rounds.`);
}

/** Last first. What is retained (buckets, dead letters, a snapshot) stays. */
export async function destroyAll(
  deployment: Deployment,
  stacks: readonly StackName[] = stackNames,
): Promise<void> {
  for (const stack of stacks.toReversed()) {
    deployment.log(`${stack}: deleting`);
    const name = ['--stack-name', nameOf(deployment, stack), ...regionOf(stack)];
    await run(deployment, ['cloudformation', 'delete-stack', ...name]);
    await run(deployment, ['cloudformation', 'wait', 'stack-delete-complete', ...name]);
  }
}

function parametersOf(templates: Templates, stack: StackName, values: Values): Values {
  const known = Object.keys(templates[stack].Parameters);
  return Object.fromEntries(Object.entries(values).filter(([name]) => known.includes(name)));
}

/** Outputs under the names that other stacks' parameters have. */
function derived(outputs: Values): Values {
  const { WebOrigin } = outputs;
  return { ...outputs, ...(WebOrigin && { WebOrigins: WebOrigin }) };
}

/** As JSON, which leaves out the comments: AWS takes 51,200 bytes. */
async function deployStack(
  deployment: Deployment,
  stack: StackName,
  template: Template,
  parameters: Values,
): Promise<Values> {
  const name = ['--stack-name', nameOf(deployment, stack), ...regionOf(stack)];
  const exists = (await describe(deployment, name)) !== undefined;
  const list = Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
    ParameterKey,
    ParameterValue,
  }));
  const verb = exists ? 'update' : 'create';
  const body = JSON.stringify(template);
  const isChanged = await withFiles(
    [body, JSON.stringify(list)],
    async ([templateFile = '', listFile = '']) => {
      try {
        await run(deployment, [
          ...['cloudformation', `${verb}-stack`, ...name, ...capabilities],
          ...['--template-body', `file://${templateFile}`, '--parameters', `file://${listFile}`],
          ...['--tags', `Key=Project,Value=${deployment.project}`],
        ]);
        return true;
      } catch (error) {
        if (String(error).includes('No updates are to be performed')) return false;
        throw error;
      }
    },
  );
  if (isChanged) await run(deployment, ['cloudformation', 'wait', `stack-${verb}-complete`, ...name]);
  return (await describe(deployment, name)) ?? {};
}

async function describeAll(deployment: Deployment): Promise<Values> {
  const found = await Promise.all(
    stackNames.map((stack) =>
      describe(deployment, ['--stack-name', nameOf(deployment, stack), ...regionOf(stack)]),
    ),
  );
  return Object.assign({}, ...found) as Values;
}

/** A stack's outputs; undefined when there is no such stack. */
async function describe(deployment: Deployment, name: readonly string[]): Promise<Values | undefined> {
  try {
    const { Stacks } = JSON.parse(await run(deployment, ['cloudformation', 'describe-stacks', ...name])) as {
      Stacks: { Outputs?: { OutputKey: string; OutputValue: string }[] }[];
    };
    return Object.fromEntries(
      (Stacks[0]?.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]),
    );
  } catch (error) {
    if (String(error).includes('does not exist')) return undefined;
    throw error;
  }
}

async function ensureSecrets(deployment: Deployment): Promise<Record<keyof typeof secretBytes, string>> {
  const entries = Object.entries(secretBytes).map(async ([name, bytes]) => {
    const kept = await readSecret(deployment, name);
    if (kept !== undefined) return [name, kept];
    const value = randomBytes(bytes).toString('base64url');
    await writeSecret(deployment, name, value);
    deployment.log(`secret ${name}: made`);
    return [name, value];
  });
  return Object.fromEntries(await Promise.all(entries)) as Record<keyof typeof secretBytes, string>;
}

/** Without sslmode: it would take the place of the CA file, by which the API verifies the server. */
async function writeDatabaseUrl(
  deployment: Deployment,
  password: string,
  { DatabaseHost = '' }: Values,
): Promise<void> {
  const url = `postgres://media_feed:${password}@${DatabaseHost}:5432/media_feed`;
  if ((await readSecret(deployment, 'database-url')) !== url)
    await writeSecret(deployment, 'database-url', url);
}

async function readSecret(deployment: Deployment, name: string): Promise<string | undefined> {
  try {
    const path = ['--name', `/${deployment.project}/${name}`, '--with-decryption'];
    const { Parameter } = JSON.parse(await run(deployment, ['ssm', 'get-parameter', ...path])) as {
      Parameter: { Value: string };
    };
    return Parameter.Value;
  } catch (error) {
    if (String(error).includes('ParameterNotFound')) return undefined;
    throw error;
  }
}

async function writeSecret(deployment: Deployment, name: string, Value: string): Promise<void> {
  const input = { Name: `/${deployment.project}/${name}`, Value, Type: 'SecureString', Overwrite: true };
  await withFiles([JSON.stringify(input)], ([file = '']) =>
    run(deployment, ['ssm', 'put-parameter', '--cli-input-json', `file://${file}`]),
  );
}

/** In files of ours alone: arguments can be read by everybody on the machine, and some are secret. */
async function withFiles<Result>(
  contents: readonly string[],
  work: (files: string[]) => Promise<Result>,
): Promise<Result> {
  const home = await mkdtemp(join(tmpdir(), 'media-feed-deploy-'));
  try {
    const files = contents.map((_content, index) => join(home, `${String(index)}.json`));
    await Promise.all(files.map((file, index) => writeFile(file, contents[index] ?? '', { mode: 0o600 })));
    return await work(files);
  } finally {
    await rm(home, { recursive: true });
  }
}

async function findPrefixList(deployment: Deployment): Promise<string> {
  const filter = ['--filters', 'Name=prefix-list-name,Values=com.amazonaws.global.cloudfront.origin-facing'];
  const { PrefixLists } = JSON.parse(
    await run(deployment, ['ec2', 'describe-managed-prefix-lists', ...filter]),
  ) as {
    PrefixLists: { PrefixListId: string }[];
  };
  const [list] = PrefixLists;
  if (!list)
    throw new Error("This region has no prefix list of CloudFront's: give CloudFrontPrefixListId by --set.");
  return list.PrefixListId;
}

const nameOf = ({ project }: Deployment, stack: StackName) => `${project}-${stack}`;
/** CloudFront looks for certificates, and measures, in one region alone. */
const regionOf = (stack: StackName) => (stack === 'ssl-us-east-1' ? ['--region', 'us-east-1'] : []);

async function run({ aws, environment }: Deployment, args: string[]): Promise<string> {
  const options = {
    maxBuffer: 16 * 1024 * 1024,
    ...(environment && { env: environment as NodeJS.ProcessEnv }),
  };
  const { stdout } = await promisify(execFile)(aws, [...args, '--output', 'json'], options);
  return stdout;
}

if (import.meta.main) {
  const { values: flags } = parseArgs({
    options: {
      project: { type: 'string', default: 'media-feed' },
      aws: { type: 'string', default: 'aws' },
      set: { type: 'string', multiple: true, default: [] },
    },
  });
  const values = Object.fromEntries(
    flags.set.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
  try {
    const outputs = await deployAll({
      project: flags.project,
      aws: flags.aws,
      values,
      log: console.log,
      templates: await readTemplates(),
    });
    console.log(`Deployed: ${outputs.WebOrigin ?? ''}`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
