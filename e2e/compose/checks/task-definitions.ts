/** What ECS would run (infrastructure/*.yaml), in the images that ECS would pull: user, root file system and limits alike. */
import { setTimeout as delay } from 'node:timers/promises';
import { readTemplates } from '../../../infrastructure/src/stacks.ts';
import { taskCommands, type TaskCommand } from '../../../infrastructure/src/task-commands.ts';
import type { Composition } from '../composition.ts';
import type { Report } from '../report.ts';
import { root } from '../settings.ts';

const imageOf = { api: 'media-feed-api:production', nginx: 'media-feed-nginx:production' };

export async function buildProductionImages({ docker }: Composition): Promise<void> {
  const build = ['build', '--network=host', '-t'];
  await docker([...build, imageOf.api, '-f', 'backend/Dockerfile', '--target', 'production', root]);
  await docker([...build, imageOf.nginx, 'infrastructure/nginx']);
  const web = 'media-feed-web:production';
  await docker([...build, web, '-f', 'frontend/Dockerfile', '--target', 'production', root]);
}

export async function checkTaskDefinitions(composition: Composition, report: Report): Promise<void> {
  const tasks = taskCommands(await readTemplates());
  // Together: a stop waits for the long poll under way.
  await Promise.all(
    tasks.map((task) => {
      const what = `${task.task}: ${task.command?.join(' ') ?? "the image's own command"}`;
      return report.check(what, () =>
        task.healthCheck ? runsAndStops(composition, task) : ends(composition, task),
      );
    }),
  );
  await report.check('consume: healthy, and ends when it is told to', () => consumes(composition));
  await report.check('the certificate authorities of RDS are in the image', () => knowsRds(composition));
}

/** Becomes healthy by its own check, says what it should, and ends within its time when it is stopped. */
async function runsAndStops(composition: Composition, task: TaskCommand, says = ''): Promise<void> {
  const { docker } = composition;
  const id = await docker([
    'run',
    '--detach',
    ...optionsOf(composition, task),
    imageOf[task.image],
    ...(task.command ?? []),
  ]);
  try {
    const logs = () => docker(['logs', id]);
    await untilItSucceeds(async () => {
      await docker(['exec', id, ...(task.healthCheck ?? []).slice(1)]);
      if (!(await logs()).includes(says)) throw new Error(`It has not said yet: ${says}`);
    }, logs);
    await docker(['stop', '--time', String(task.stopTimeoutSeconds), id]);
    const code = await docker(['inspect', '-f', '{{.State.ExitCode}}', id]);
    if (code !== '0') throw new Error(`It ended with ${code} when it was stopped`);
  } finally {
    await docker(['rm', '--force', id]);
  }
}

async function ends(composition: Composition, task: TaskCommand): Promise<void> {
  await composition.docker([
    'run',
    '--rm',
    ...optionsOf(composition, task),
    imageOf[task.image],
    ...(task.command ?? []),
  ]);
}

function optionsOf({ project }: Composition, task: TaskCommand): string[] {
  const environment = { ...task.environment, ...placesOf(task) };
  return [
    ...['--network', project, '--memory', `${String(task.memoryMib)}m`],
    ...(task.user === undefined ? [] : ['--user', task.user]),
    ...(task.init ? ['--init'] : []),
    ...(task.readonlyRootFilesystem ? ['--read-only'] : []),
    ...task.droppedCapabilities.flatMap((capability) => ['--cap-drop', capability]),
    ...task.tmpfs.flatMap(({ path, mebibytes }) => ['--tmpfs', `${path}:size=${String(mebibytes)}m`]),
    ...Object.entries(environment).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
  ];
}

/** What lies elsewhere than on AWS; everything else is the template's. */
function placesOf({ image, task }: TaskCommand): Record<string, string> {
  if (image === 'nginx') return { API_SERVERS: 'backend:3000' };
  const database = (login: string) => `postgres://${login}@database:5432/media_feed`;
  const apiLogin = 'media_feed_api_a:only-for-this-machine';
  const isOwner = task === 'MaintenanceTask';
  const queue = (name: string) => `http://localstack:4566/000000000000/${name}`;
  return {
    DATABASE_URL: database(isOwner ? 'postgres:pass1234' : apiLogin),
    ...(isOwner && {
      DATABASE_API_URL: database(apiLogin),
      DATABASE_API_PREVIOUS_URL: database('media_feed_api_b:only-for-this-machine'),
    }),
    // The stand-in's PostgreSQL speaks no TLS.
    DATABASE_CA_FILE: '',
    JWT_SECRET: 'only-for-this-machine-and-nothing-else',
    JWT_PREVIOUS_SECRET: '',
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    STORAGE_ENDPOINT: 'http://localstack:4566',
    QUEUE_ENDPOINT: 'http://localstack:4566',
    LAMBDA_ENDPOINT: 'http://localstack:4566',
    UPLOADS_BUCKET: 'media-feed-uploads',
    MEDIA_BUCKET: 'media-feed-media',
    RESULTS_QUEUE_URL: queue('media-results'),
    FAILURES_QUEUE_URL: queue('media-failures'),
    DEAD_LETTERS_QUEUE_URL: queue('media-dead-letters'),
    FUNCTION_NAME: 'media-processing',
    MEDIA_BASE_URL: 'http://localhost:8080',
  };
}

/** The consumer alone is no task of its own yet: the image's HEALTHCHECK is asked. */
async function consumes(composition: Composition): Promise<void> {
  const api = taskCommands(await readTemplates()).find(({ image }) => image === 'api');
  if (!api) throw new Error('No task definition runs the API');
  const healthCheck = ['CMD', './docker-entrypoint.sh', 'healthy'];
  await runsAndStops(composition, { ...api, command: ['consume'], healthCheck }, 'The consumer is running');
}

const readAuthorities = `
const { readFileSync } = require('node:fs');
const pem = readFileSync('/etc/ssl/certs/rds-global-bundle.pem', 'utf8');
require('node:tls').createSecureContext({ ca: pem });
const { X509Certificate } = require('node:crypto');
const valid = pem.split(/(?<=-----END CERTIFICATE-----)/).filter((text) => text.trim() !== '')
  .map((text) => new X509Certificate(text)).filter(({ validToDate }) => validToDate > new Date());
console.log(valid.some(({ subject }) => subject.includes('eu-central-1 Root CA RSA2048 G1')) ? valid.length : 0);`;

async function knowsRds({ docker }: Composition): Promise<void> {
  const valid = await docker([
    'run',
    '--rm',
    '--network',
    'none',
    imageOf.api,
    'node',
    '-e',
    readAuthorities,
  ]);
  if (!(Number(valid) > 50))
    throw new Error(`${valid} certificates are valid; RDS has three for each region`);
}

async function untilItSucceeds(act: () => Promise<unknown>, explain: () => Promise<string>): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    try {
      await act();
      return;
    } catch (error) {
      if (Date.now() > deadline) {
        const lastLines = (await explain()).split('\n').slice(-5).join('\n');
        throw new Error(`It did not become healthy:\n${lastLines}`, { cause: error });
      }
    }
    await delay(500);
  }
}
