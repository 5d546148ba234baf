/** The variables that the stacks give are those that the programs read: no more, no fewer. */
import { describe, expect, it } from '@jest/globals';
import { access, constants, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseConfig, parseDatabaseConfig } from '../../backend/src/config/config.ts';
import { readConfig } from '../../lambda/src/config.ts';
import { find, refusedParameters, resolveAll, type ResolvedStacks } from '../src/resolve.ts';
import { readTemplates } from '../src/stacks.ts';
import { folder, textOf, type Value } from '../src/template.ts';
import { at, profiles, worldOf } from './rules/rule.ts';

const templates = await readTemplates();
const { free, standard } = worldOf(templates);

/** AWS's Lambda runtime sets these by itself, and rejects them in a template. */
const givenByLambda = { AWS_REGION: 'eu-central-1', PATH: '/var/lang/bin', LD_LIBRARY_PATH: '/var/lang/lib' };
/** What ECS reads from SSM, as it may look. */
const secrets: Record<string, string> = {
  DATABASE_URL: 'postgres://media_feed:secret@media-feed.rds.amazonaws.com:5432/media_feed',
  JWT_SECRET: 'x'.repeat(43),
  JWT_PREVIOUS_SECRET: 'y'.repeat(43),
};

async function namesIn(file: string): Promise<Set<string>> {
  const source = await readFile(join(folder, '..', file), 'utf8');
  return new Set([...source.matchAll(/^ {2}([A-Z][A-Z0-9_]+): /gm)].map(([, name = '']) => name));
}

function environmentOf(stacks: ResolvedStacks, id: string): Record<string, string> {
  const container = at(find(stacks, id).Properties, 'ContainerDefinitions.0');
  const given = ((at(container, 'Environment') ?? []) as Value[]).map((pair) => [
    textOf(at(pair, 'Name')),
    textOf(at(pair, 'Value')),
  ]);
  const read = ((at(container, 'Secrets') ?? []) as Value[]).map((pair) => {
    const name = textOf(at(pair, 'Name'));
    return [name, secrets[name] ?? ''];
  });
  return Object.fromEntries([...given, ...read]) as Record<string, string>;
}

const programs = [
  ['A behind nginx', free, 'ApiTaskA', 1],
  ['B behind nginx', free, 'ApiTaskB', 1],
  ['behind a load balancer', standard, 'ApiTask', 2],
] as const;

describe.each(programs)("the API's environment, %s", (_where, stacks, task, hops) => {
  const environment = environmentOf(stacks, task);

  it('is accepted by the program, and is production', () => {
    const config = parseConfig(environment);
    expect(config).toMatchObject({
      environment: 'production',
      host: '0.0.0.0',
      apiPort: 3000,
      trustProxyHops: hops,
      passwordBreachCheck: true,
      databasePoolSize: 12,
      databaseCaFile: '/etc/ssl/certs/rds-global-bundle.pem',
      uploadsBucket: 'media-feed-uploads-123456789012-eu-central-1',
      mediaBucket: 'media-feed-media-123456789012-eu-central-1',
      resultsQueueUrl: 'https://sqs.eu-central-1.amazonaws.com/123456789012/media-feed-results',
      failuresQueueUrl: 'https://sqs.eu-central-1.amazonaws.com/123456789012/media-feed-failures',
      decodeQueueUrl: 'https://sqs.eu-central-1.amazonaws.com/123456789012/media-feed-decode-requests',
      deadLettersQueueUrl: 'https://sqs.eu-central-1.amazonaws.com/123456789012/media-feed-dead-letters',
      functionName: 'media-feed-inspector',
      storageEndpoint: undefined,
    });
  });

  it('holds no name that the program does not know', async () => {
    const known = await namesIn('backend/src/config/config.ts');
    expect(known.size).toBeGreaterThan(40);
    expect(Object.keys(environment).filter((name) => !known.has(name))).toEqual([
      'NODE_OPTIONS',
      'MALLOC_ARENA_MAX',
    ]);
  });

  // Node itself reads its options. The level and who may sign up are parameters whose default is the program's own; the port is spelt out beside its mapping.
  it.each(
    Object.keys(environment).filter(
      (name) => !['NODE_OPTIONS', 'MALLOC_ARENA_MAX', 'LOG_LEVEL', 'SIGN_UP', 'API_PORT'].includes(name),
    ),
  )('gives %s for a reason: without it the settings are others, or none', (name) => {
    const { [name]: _left, ...rest } = environment;
    let without: unknown;
    try {
      without = parseConfig(rest);
    } catch {
      without = 'none';
    }
    expect(without).not.toEqual(parseConfig(environment));
  });
});

describe("the consumer's environment", () => {
  const environment = environmentOf(standard, 'ConsumerTask');
  const withoutConsumers = resolveAll(templates, { ...profiles.standard, Consumers: '0' });

  it('is accepted by the program, whose other processes then answer and do nothing else', () => {
    expect(parseConfig(environment)).toMatchObject({ environment: 'production', role: 'consumer' });
    expect(parseConfig(environmentOf(standard, 'ApiTask'))).toMatchObject({ role: 'api' });
    expect(parseConfig(environmentOf(withoutConsumers, 'ApiTask'))).toMatchObject({ role: 'all' });
    expect(withoutConsumers.resources.map(({ id }) => id)).not.toContain('ConsumerService');
  });

  it('is that of the API, but for what answers need', () => {
    const { ROLE: _role, ...others } = environment;
    const apis = environmentOf(standard, 'ApiTask');
    expect(apis).toMatchObject(others);
    expect(Object.keys(apis).filter((name) => !(name in environment))).toEqual([
      'HOST',
      'API_PORT',
      'TRUST_PROXY_HOPS',
      'SIGN_UP',
      'EMAIL_VERIFICATION',
    ]);
  });

  it('is nobody’s behind nginx, where there is no room for it', () => {
    const behindNginx = { ...profiles.free, Consumers: '2' };
    expect(refusedParameters(templates, behindNginx)).toEqual([
      expect.stringContaining('ecs: Processes for results alone need hosts'),
    ]);
  });
});

describe("the maintenance task's environment", () => {
  it('checks passwords as the API does', () => {
    expect(parseConfig(environmentOf(free, 'MaintenanceTask')).passwordBreachCheck).toBe(true);
  });

  it('is enough for the migration and for every tool', () => {
    const environment = environmentOf(free, 'MaintenanceTask');
    expect(parseDatabaseConfig(environment)).toMatchObject({ environment: 'production' });
    expect(parseConfig(environment).deadLettersQueueUrl).toMatch(/dead-letters$/);
  });
});

describe.each(['Inspector', 'Decoder'])("the Lambda's environment, %s", (id) => {
  const variables = at(find(free, id).Properties, 'Environment.Variables') as Record<string, string>;

  it('is accepted by the program', () => {
    expect(readConfig({ ...variables, ...givenByLambda })).toMatchObject({
      UPLOADS_BUCKET: 'media-feed-uploads-123456789012-eu-central-1',
      MEDIA_BUCKET: 'media-feed-media-123456789012-eu-central-1',
      RESULTS_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/123456789012/media-feed-results',
    });
  });

  it('holds no name that the program does not know, and none that AWS keeps for itself', async () => {
    const known = await namesIn('lambda/src/config.ts');
    // Lambda's own, which its runtime reads.
    known.add('AWS_LAMBDA_EXEC_WRAPPER');
    expect(Object.keys(variables).filter((name) => !known.has(name) || name in givenByLambda)).toEqual([]);
  });

  it('starts it without the role’s keys, and refuses to start with them', async () => {
    const script = String(variables.AWS_LAMBDA_EXEC_WRAPPER).replace('/var/task/', '');
    await expect(access(join(folder, '..', 'lambda', script), constants.X_OK)).resolves.toBeUndefined();
    expect(readConfig({ ...variables, ...givenByLambda }).SANDBOX_REQUIRE).toEqual([
      'environment',
      'permission',
    ]);
  });

  it.each(['UPLOADS_BUCKET', 'MEDIA_BUCKET', 'RESULTS_QUEUE_URL'])('is refused without %s', (name) => {
    const { [name]: _left, ...rest } = variables;
    expect(() => readConfig({ ...rest, ...givenByLambda })).toThrow(name);
  });

  it('leaves the sandbox less memory than the function has', () => {
    const memory = Number(find(free, 'Inspector').Properties.MemorySize);
    expect(readConfig({ ...variables, ...givenByLambda }).SANDBOX_MEMORY_MIB).toBeLessThanOrEqual(
      memory - 512,
    );
  });
});
