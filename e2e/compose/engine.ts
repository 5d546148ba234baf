/**
 * A Docker engine: the one that runs, or one of our own in a temporary folder, without root's iptables and with
 * bridges of its networks only. Nothing of it is left.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, open, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { removeFolder } from '@media-feed/testing/remove-folder';
import { settings } from './settings.ts';
import { mustRun, run } from './shell.ts';

export interface Engine {
  /** For every call of docker and Compose. */
  env: Record<string, string>;
  socket: string;
  isOwn: boolean;
  stop: () => Promise<void>;
}

const packages = ['docker.io', 'docker-compose', 'iptables', 'debootstrap'];
const needed = ['dockerd', 'docker-compose', 'debootstrap'];
/** Of the docker that is there by now. */
const builders = () => ({
  DOCKER_BUILDKIT: '1',
  COMPOSE_DOCKER_CLI_BUILD: '1',
  // Compose 1.29 builds by whatever is called docker.
  ...(settings.docker.startsWith('/') && { PATH: `${dirname(settings.docker)}:${process.env.PATH ?? ''}` }),
});

export async function findOrStartEngine(): Promise<Engine> {
  if (await answers({})) {
    const host = process.env.DOCKER_HOST ?? 'unix:///var/run/docker.sock';
    return {
      env: builders(),
      socket: host.replace(/^unix:\/\//, ''),
      isOwn: false,
      stop: () => Promise.resolve(),
    };
  }
  await installEngine();
  return startEngine();
}

async function answers(env: Record<string, string>): Promise<boolean> {
  const found = await run(settings.docker, ['info', '--format', '{{.ServerVersion}}'], { env }).catch(
    () => undefined,
  );
  return found?.code === 0 && /^\d/.test(found.stdout.trim());
}

async function installEngine(): Promise<void> {
  const missing = needed.filter(
    (program) => !['/usr/bin', '/usr/sbin'].some((folder) => existsSync(join(folder, program))),
  );
  if (missing.length === 0) return;
  if (!settings.mayInstall || process.getuid?.() !== 0) {
    throw new Error(
      `No Docker engine answers, and ${missing.join(', ')} is missing. Start Docker, or run as root with INSTALL_DOCKER=1.`,
    );
  }
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await mustRun('apt-get', ['update', '-qq'], { env });
  await mustRun('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { env });
}

async function startEngine(): Promise<Engine> {
  const folder = await mkdtemp(join(tmpdir(), 'media-feed-docker-'));
  const socket = join(folder, 'd.sock');
  const env = { ...builders(), DOCKER_HOST: `unix://${socket}` };
  const log = await open(join(folder, 'dockerd.log'), 'w');
  const daemon = spawn(
    'dockerd',
    [
      `--data-root=${join(folder, 'data')}`,
      `--exec-root=${join(folder, 'exec')}`,
      `--pidfile=${join(folder, 'pid')}`,
      '-H',
      `unix://${socket}`,
      '--iptables=false',
      '--ip6tables=false',
      '--ip-forward=false',
      '--bridge=none',
    ],
    // A group of its own: Ctrl-C is for us, who then take down first what runs on it.
    { stdio: ['ignore', log.fd, log.fd], detached: true },
  );
  const stop = async () => {
    await stopDaemon(daemon);
    await log.close();
    await removeFolder(folder);
  };
  for (let tries = 0; tries < 60 && daemon.exitCode === null; tries += 1) {
    if (await answers(env)) return { env, socket, isOwn: true, stop };
    await delay(500);
  }
  const said = await readFile(join(folder, 'dockerd.log'), 'utf8');
  await stop();
  throw new Error(
    `dockerd did not start; it needs root:\n${said.trimEnd().split('\n').slice(-8).join('\n')}`,
  );
}

async function stopDaemon(daemon: ChildProcess): Promise<void> {
  if (daemon.exitCode !== null) return;
  const ended = once(daemon, 'close');
  daemon.kill('SIGTERM');
  await ended;
}
