/**
 * `make test-roll`: two processes of the API are replaced one after the other behind the real nginx, under load, by
 * the addresses that the template gives nginx and on Docker's own mechanism. No request may fail. The same by
 * 127.0.0.1, as the template once said, is the broken fixture: there Docker's proxy loses POSTs.
 */
import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Build,
  buildProgram,
  type Program,
  startProgram,
} from '../../../backend/test/support/program.ts';
import { find, resolveAll } from '../../src/resolve.ts';
import { readTemplates } from '../../src/stacks.ts';
import { folder, textOf } from '../../src/template.ts';
import { objectsBelow, profiles } from '../rules/rule.ts';
import { findTool } from '../support/find-tool.ts';
import { startNginx } from '../support/nginx.ts';
import { type Container, needed, publish } from './docker-network.ts';
import { startLoad } from './load.ts';

const secret = 'known-to-our-distribution-alone';
const containers: readonly Container[] = [
  { address: '172.17.0.2', port: 3000, publishedPort: 3001 },
  { address: '172.17.0.3', port: 3000, publishedPort: 3002 },
];
/** How often each process is replaced. */
const rounds = 3;
/** Before and after each replacement, so that pooled connections exist. */
const calmMs = 1_000;

if (process.env.ROLLING_NAMESPACE === undefined) process.exitCode = inNamespace();
else process.exitCode = await compare();

/** Everything once more, services included, where nothing of this machine's network is. */
function inNamespace(): number {
  const missing = needed.filter((tool) => findTool(tool) === undefined);
  if (missing.length > 0 || process.getuid?.() !== 0) {
    console.error(
      `This needs root, and ${needed.join(', ')} (Debian: docker.io, iptables, iproute2, nginx-light).`,
    );
    return 1;
  }
  const program = [
    process.execPath,
    'embedded/src/with-services.ts',
    '--',
    process.execPath,
    import.meta.filename,
  ];
  const inside = ['sh', '-c', 'ip link set lo up && exec "$@"', 'sh', ...program];
  const environment = { ...process.env, ROLLING_NAMESPACE: '1' };
  const { status } = spawnSync('unshare', ['--net', ...inside], {
    cwd: `${folder}/..`,
    env: environment,
    stdio: 'inherit',
  });
  return status ?? 1;
}

async function compare(): Promise<number> {
  const nginxTask = find(resolveAll(await readTemplates(), profiles.free), 'NginxTask');
  const named = objectsBelow(nginxTask.Properties).find(({ Name }) => Name === 'API_SERVERS');
  const build = await buildProgram();
  const environment = environmentOf(process.env);
  const migration = startProgram(build.file('database/migrate.js'), environment);
  if ((await migration.ended) !== 0) throw new Error(`The schema was not made:\n${migration.output()}`);
  const unpublish = await publish(containers);
  try {
    const lost = await roll(build, environment, textOf(named?.Value));
    const lostByLoopback = await roll(build, environment, '127.0.0.1:3001 127.0.0.1:3002');
    const isBroken = lostByLoopback.POST > 0 && lostByLoopback.POST < lostByLoopback.answered / 2;
    if (!isBroken) console.error('✗ The broken fixture did not lose some POSTs: this test proves nothing.');
    if (lost.all > 0) console.error('✗ A deployment loses requests.');
    return lost.all === 0 && isBroken ? 0 : 1;
  } finally {
    unpublish();
    await build.remove();
  }
}

interface Lost {
  readonly all: number;
  readonly POST: number;
  readonly answered: number;
}

async function roll(build: Build, environment: Record<string, string>, servers: string): Promise<Lost> {
  const start = async ({ address, port }: Container): Promise<Program> => {
    const own = { HOST: address, API_PORT: String(port) };
    const program = startProgram(build.file('main.js'), { ...environment, ...own });
    const url = `http://${address}:${String(port)}/health/ready`;
    while (!(await fetch(url).catch(() => undefined))?.ok) await sleep(100);
    return program;
  };
  const running = await Promise.all(containers.map(start));
  const nginx = await startNginx(findTool('nginx') ?? '', { API_SERVERS: servers, ORIGIN_SECRET: secret });
  const load = startLoad(nginx.http, { 'x-origin-secret': secret });
  for (let round = 0; round < rounds; round++)
    for (const [index, container] of containers.entries()) {
      await sleep(calmMs);
      const old = running[index];
      old?.kill('SIGTERM');
      await old?.ended;
      await sleep(calmMs);
      running[index] = await start(container);
    }
  await sleep(calmMs);
  await load.stop();
  await nginx.stop();
  for (const program of running) program.kill('SIGTERM');
  await Promise.all(running.map(({ ended }) => ended));
  const { GET = 0, POST = 0 } = load.answered;
  console.log(
    `${servers}: ${String(GET)} GETs and ${String(POST)} POSTs were answered, ${String(load.failures.length)} failed`,
  );
  for (const { request, got } of load.failures.slice(0, 10)) console.log(`  ${request}: ${got}`);
  return {
    all: load.failures.length,
    POST: load.failures.filter(({ request }) => request.startsWith('POST')).length,
    answered: GET + POST,
  };
}

function environmentOf({
  TEST_DATABASE_URL = '',
  TEST_STORAGE_ENDPOINT = '',
  TEST_QUEUE_ENDPOINT = '',
}: NodeJS.ProcessEnv): Record<string, string> {
  const queue = (name: string) => `${TEST_QUEUE_ENDPOINT}/000000000000/${name}`;
  return {
    ENVIRONMENT: 'test',
    LOG_LEVEL: 'warn',
    DATABASE_URL: TEST_DATABASE_URL,
    JWT_SECRET: 'a secret for tests, of 32 bytes and more',
    BCRYPT_COST: '10',
    MEDIA_BASE_URL: 'http://localhost:8080',
    AWS_REGION: 'us-east-1',
    UPLOADS_BUCKET: 'media-feed-uploads',
    MEDIA_BUCKET: 'media-feed-media',
    STORAGE_ENDPOINT: TEST_STORAGE_ENDPOINT,
    QUEUE_ENDPOINT: TEST_QUEUE_ENDPOINT,
    RESULTS_QUEUE_URL: queue('media-results'),
    FAILURES_QUEUE_URL: queue('media-failures'),
    QUEUE_WAIT_SECONDS: '1',
    RATE_LIMITS: 'off',
    TRUST_PROXY_HOPS: '1',
  };
}
