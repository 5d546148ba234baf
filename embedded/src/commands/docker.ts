/** What Docker runs of this project, asked of the engine itself, which is the same for Compose 1 and 2. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { CommandError } from './command.ts';
import type { ComposeSettings } from './command-settings.ts';

export interface Container {
  readonly id: string;
  /** The name in docker-compose.yaml. */
  readonly service: string;
  /** Such as `running`, `exited`. */
  readonly state: string;
  readonly exitCode: number;
  /** Such as `healthy`; `undefined` where nothing checks it. */
  readonly health: string | undefined;
  readonly environment: Readonly<Record<string, string>>;
  /** Ports inside, and those on this machine that lead there. */
  readonly publishedPorts: ReadonlyMap<number, number>;
}

interface Inspected {
  Id: string;
  State: { Status: string; ExitCode: number; Health?: { Status: string } };
  Config: { Env: string[] | null; Labels: Record<string, string> };
  NetworkSettings: { Ports: Record<string, { HostPort: string }[] | null> | null };
}

/** Every container of the project that Compose made, stopped ones too. @throws {CommandError} */
export async function findContainers({ docker, project }: ComposeSettings): Promise<Container[]> {
  const label = `label=com.docker.compose.project=${project}`;
  const ids = await ask(docker, ['ps', '--all', '--quiet', '--filter', label]);
  if (ids === '') return [];
  const inspected = JSON.parse(await ask(docker, ['inspect', ...ids.split('\n')])) as Inspected[];
  return inspected
    .filter(({ Config }) => Config.Labels['com.docker.compose.oneoff'] !== 'True')
    .map(containerOf)
    .sort((one, other) => one.service.localeCompare(other.service));
}

/** Runs it and gives what it wrote. @throws {CommandError} that says what is missing. */
export async function ask(docker: string, args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(docker, [...args], { maxBuffer: 64 * 1024 * 1024 });
    return stdout.trim();
  } catch (error) {
    const { code, stderr = '' } = error as { code?: unknown; stderr?: string };
    if (code === 'ENOENT') {
      throw new CommandError(
        `Docker is missing (${docker}). Install it, or run everything without it: make start`,
      );
    }
    const firstLine = stderr.trim().split('\n', 1)[0] ?? '';
    if (/daemon|docker\.sock|connect/i.test(firstLine)) {
      throw new CommandError(`Docker does not answer (${firstLine}). Start its engine, or set DOCKER_HOST.`);
    }
    throw new CommandError(`docker ${args[0] ?? ''} failed: ${firstLine}`);
  }
}

function containerOf({ Id, State, Config, NetworkSettings }: Inspected): Container {
  return {
    id: Id,
    service: Config.Labels['com.docker.compose.service'] ?? '',
    state: State.Status,
    exitCode: State.ExitCode,
    health: State.Health?.Status,
    environment: Object.fromEntries(
      (Config.Env ?? []).map((entry) => {
        const equals = entry.indexOf('=');
        return [entry.slice(0, equals), entry.slice(equals + 1)];
      }),
    ),
    publishedPorts: new Map(
      Object.entries(NetworkSettings.Ports ?? {}).flatMap(([inside, outside]) =>
        outside?.[0] ? [[Number.parseInt(inside, 10), Number(outside[0].HostPort)] as const] : [],
      ),
    ),
  };
}
