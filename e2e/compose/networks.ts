/** The composition on bridges, as everywhere, or on the machine's own network where those do not work. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stackPorts } from '@media-feed/testing/stack';
import { type Composition, describeComposition } from './composition.ts';
import type { Engine } from './engine.ts';
import { settings } from './settings.ts';
import { run } from './shell.ts';

/** Whether a container starts on a bridge of its own. */
export async function bridgesWork(env: Record<string, string>): Promise<boolean> {
  const network = `media-feed-probe-${String(process.pid)}`;
  const docker = async (...args: string[]) => (await run(settings.docker, args, { env })).code === 0;
  if (!(await docker('network', 'create', network))) return false;
  const works = await docker('run', '--rm', '--network', network, 'debian:bookworm-slim', 'true');
  await docker('network', 'rm', network);
  return works;
}

/** On ports that nobody uses. @throws {Error} when Compose does not take the file. */
export async function describeOnBridges(engine: Engine): Promise<Composition> {
  const { STORAGE_PORT, API_PORT, WEB_PORT, CDN_PORT, DATABASE_PORT } = await stackPorts();
  const composition = describeComposition(
    engine,
    'docker-compose.yaml:e2e/compose/docker-compose.test.yaml',
    { LOCALSTACK_PORT: STORAGE_PORT, API_PORT, WEB_PORT, CDN_PORT, DATABASE_PORT },
  );
  await composition.compose(['config', '--quiet']);
  return composition;
}

/** On the usual ports. Compose 1.29 refuses to publish ports there, which Compose 2 drops: they are dropped for both. */
export async function describeOnHost(engine: Engine): Promise<Composition> {
  const ports = {
    API_PORT: 3000,
    WEB_PORT: 5173,
    CDN_PORT: 8080,
    LOCALSTACK_PORT: 4566,
    DATABASE_PORT: 5432,
  };
  const files = 'docker-compose.yaml:docker-compose.host.yaml:e2e/compose/docker-compose.test.yaml';
  const merged = await describeComposition(engine, files, ports).compose(['config']);
  const folder = await mkdtemp(join(tmpdir(), 'media-feed-compose-'));
  const file = join(folder, 'docker-compose.yaml');
  await writeFile(file, merged.replaceAll(/^ {4}ports:\n(?: {4}- .*\n(?: {6}.*\n)*)+/gm, ''));
  return describeComposition(engine, file, ports);
}
