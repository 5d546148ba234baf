/**
 * All stacks, deployed in order by the program that operators use, on moto_server: imports, updates, teardown. Moto
 * makes what it knows and takes the rest for granted, so that this is a test of the deployment, and of references.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { deployAll } from '../src/deployment/deploy-all.ts';
import type { Deployment } from '../src/deployment/deployment.ts';
import { deleteStacks } from '../src/deployment/teardown.ts';
import { Tools } from '../src/deployment/tools.ts';
import { readTemplates, stackNames, teardownOrder } from '../src/stacks.ts';
import { folder } from '../src/template.ts';
import { type AwsCli, startAwsCli } from './support/aws-cli.ts';
import { findTool } from './support/find-tool.ts';
import { forMoto } from './support/for-moto.ts';
import { freePort } from '@media-feed/testing/free-ports';

// Some 200 calls of the CLI: a minute on a machine at rest, and whatever a busy one takes.
// eslint-disable-next-line no-restricted-properties -- longer than the limit of all, on a busy machine
jest.setTimeout(1_800_000);

const [moto, machineAws] = [findTool('moto_server'), findTool('aws')];

(moto && machineAws ? describe : describe.skip)('the deployment, on moto_server', () => {
  let server: ChildProcess;
  let cli: AwsCli;
  let templateFolder: string;
  let deployment: Deployment;
  const lines: string[] = [];
  const ask = async (...args: string[]): Promise<unknown> =>
    JSON.parse((await cli.start('aws', [...args, '--output', 'json'], { folder, output: 'pipe' })) || 'null');

  let joined: Promise<void> | undefined;
  const joinCluster = async () => {
    const { Reservations } = (await ask('ec2', 'describe-instances')) as {
      Reservations: { Instances: { InstanceId: string }[] }[];
    };
    const instanceId = Reservations[0]?.Instances[0]?.InstanceId ?? '';
    const identity = ['--instance-identity-document', JSON.stringify({ instanceId })];
    await ask('ecs', 'register-container-instance', '--cluster', 'media-feed', ...identity);
  };

  /** CloudFormation does it by itself; moto's deletes no route table, and then finds the network still in use. */
  const removeRouteTables = async () => {
    const { RouteTables } = (await ask('ec2', 'describe-route-tables')) as {
      RouteTables: {
        RouteTableId: string;
        Associations: { Main: boolean; RouteTableAssociationId: string }[];
      }[];
    };
    for (const { RouteTableId, Associations } of RouteTables) {
      if (Associations.some(({ Main }) => Main)) continue;
      for (const { RouteTableAssociationId } of Associations)
        await ask('ec2', 'disassociate-route-table', '--association-id', RouteTableAssociationId);
      await ask('ec2', 'delete-route-table', '--route-table-id', RouteTableId);
    }
  };

  beforeAll(async () => {
    const port = await freePort();
    const address = `http://127.0.0.1:${String(port)}`;
    const environment = {
      ...process.env,
      AWS_REGION: 'eu-central-1',
      AWS_DEFAULT_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'moto',
      AWS_SECRET_ACCESS_KEY: 'moto',
    };
    cli = startAwsCli(machineAws ?? '', address, environment);
    templateFolder = await mkdtemp(join(tmpdir(), 'media-feed-templates-'));
    server = spawn(moto ?? '', ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
    while (!(await fetch(`${address}/moto-api/`).catch(() => undefined))?.ok) await sleep(100);
    const templates = forMoto(await readTemplates());
    // JSON is YAML too.
    for (const [stack, template] of Object.entries(templates))
      await writeFile(join(templateFolder, `${stack}.yaml`), JSON.stringify(template));
    deployment = {
      project: 'media-feed',
      tools: new Tools({
        aws: 'aws',
        start: cli.start,
        folder,
        dryRun: false,
        log: (line) => {
          lines.push(line);
          // As the agent on a host does, once it has booted.
          if (line === 'migration: waiting for a host') joined = joinCluster();
        },
      }),
      platform: 'linux-x64',
      answerMinutes: 1,
      // Nothing serves in moto.
      requestStatus: () => Promise.resolve(200),
      pollMilliseconds: 200,
      // The programs that these need are tried in deploy.spec.ts.
      skips: new Set(['site']),
      templates,
      templateFolder,
      settings: {
        AlarmEmail: 'operator@example.org',
        Repository: 'owner/name',
        ImageTag: 'abc123',
        BundleKey: 'lambda/abc123.zip',
        CloudFrontPrefixListId: 'pl-12345678',
        DeletionProtection: 'false',
      },
    };
  });
  afterAll(async () => {
    await cli.stop();
    server.kill();
    await once(server, 'close');
    await rm(templateFolder, { recursive: true });
  });

  it('makes every stack in order, and hands the address of the web app to those that came before it', async () => {
    const outputs = await deployAll(deployment);
    await joined;

    const first = lines.filter((line) => line.endsWith(': deploying')).map((line) => line.split(':')[0]);
    // Services last: they want what the migration makes.
    expect(first).toEqual([...stackNames.filter((stack) => stack !== 'ecs'), 'ecs']);
    expect(outputs.WebOrigin).toMatch(/^https:\/\//);
    expect(lines).toContain('uploads: once more, with what is known by now');
    const api = (await ask('cloudformation', 'describe-stacks', '--stack-name', 'media-feed-ecs')) as {
      Stacks: [{ Parameters: { ParameterKey: string; ParameterValue: string }[] }];
    };
    expect(api.Stacks[0].Parameters).toContainEqual({
      ParameterKey: 'WebOrigins',
      ParameterValue: outputs.WebOrigin,
    });
  });

  it('makes secrets that nobody chose, and the address of the database with its password', async () => {
    const read = async (name: string) => {
      const { Parameter } = (await ask(
        'ssm',
        'get-parameter',
        '--name',
        `/media-feed/${name}`,
        '--with-decryption',
      )) as {
        Parameter: { Type: string; Value: string };
      };
      expect(Parameter.Type).toBe('SecureString');
      return Parameter.Value;
    };
    const password = await read('database-password');
    expect(Buffer.from(await read('jwt-secret'), 'base64url').length).toBeGreaterThanOrEqual(32);
    expect(await read('database-url')).toMatch(
      new RegExp(`^postgres://media_feed:${password}@.+:5432/media_feed$`),
    );
    const api = await read('database-api-url');
    expect(api).toMatch(/^postgres:\/\/media_feed_api_a:[\w-]{32}@.+:5432\/media_feed$/);
    expect(new URL(api).host).toBe(new URL(await read('database-url')).host);
  });

  it('makes queues whose failures go where they should, and a function between the buckets', async () => {
    const { Configuration } = (await ask(
      'lambda',
      'get-function',
      '--function-name',
      'media-feed-inspector',
    )) as {
      Configuration: { Runtime: string; Environment: { Variables: Record<string, string> } };
    };
    expect(Configuration.Runtime).toBe('nodejs24.x');
    expect(Configuration.Environment.Variables.RESULTS_QUEUE_URL).toMatch(/\/media-feed-results$/);
    const { QueueUrl: url } = (await ask('sqs', 'get-queue-url', '--queue-name', 'media-feed-results')) as {
      QueueUrl: string;
    };
    const { Attributes } = (await ask(
      'sqs',
      'get-queue-attributes',
      '--queue-url',
      url,
      '--attribute-names',
      'All',
    )) as {
      Attributes: { RedrivePolicy: string; VisibilityTimeout: string };
    };
    expect(JSON.parse(Attributes.RedrivePolicy)).toMatchObject({ maxReceiveCount: 5 });
    expect(Attributes.VisibilityTimeout).toBe('60');
  });

  it('changes what a parameter changes, keeps the secrets, and tears everything down', async () => {
    lines.length = 0;
    await deployAll({
      ...deployment,
      settings: { ...deployment.settings, LambdaMemoryMib: '3008' },
    });
    const { MemorySize } = (await ask(
      'lambda',
      'get-function-configuration',
      '--function-name',
      'media-feed-inspector',
    )) as {
      MemorySize: number;
    };
    expect(MemorySize).toBe(3008);
    expect(lines.filter((line) => /^secret|once more/.test(line))).toEqual([]);

    await deleteStacks(
      deployment,
      teardownOrder.filter((name) => name !== 'vpc' && name !== 'artifacts'),
    );
    await removeRouteTables();
    await deleteStacks(deployment, ['vpc', 'artifacts']);
    const { StackSummaries } = (await ask('cloudformation', 'list-stacks')) as {
      StackSummaries: { StackName: string; StackStatus: string }[];
    };
    expect(StackSummaries.length).toBeGreaterThanOrEqual(stackNames.length - 1);
    expect(StackSummaries.filter(({ StackStatus }) => StackStatus !== 'DELETE_COMPLETE')).toEqual([]);
  });
});
