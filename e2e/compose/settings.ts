/** Settings of `make test-compose`. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const debians = (program: string) => (existsSync(`/usr/bin/${program}`) ? `/usr/bin/${program}` : program);

export const root = join(import.meta.dirname, '..', '..');

export const settings = {
  /** Debian's where it is: what else is called docker need not be Docker. Asked anew, since it may be installed. */
  get docker(): string {
    return process.env.DOCKER ?? debians('docker');
  },
  get compose(): string[] {
    return (process.env.COMPOSE ?? debians('docker-compose')).split(' ');
  },
  /** 1 installs the engine, and what makes base images, where they are missing. */
  mayInstall: process.env.INSTALL_DOCKER === '1',
  /** 1 skips everything, loudly, on a machine that cannot run an engine. */
  engineOptional: process.env.ENGINE_OPTIONAL === '1',
  /** Keeps what takes long to make and never changes. */
  cacheDir: process.env.COMPOSE_CACHE_DIR ?? join(homedir(), '.cache', 'media-feed'),
  /** 1 pulls nothing, and tests with stand-ins at once. */
  onlyStandIns: process.env.STAND_INS === '1',
  /** 1 fails where an image cannot be pulled, instead of replacing it. */
  onlyRealImages: process.env.REAL_IMAGES === '1',
  /** 1 uses docker-compose.host.yaml even where bridges work. */
  hostNetwork: process.env.HOST_NETWORK === '1',
  /** 1 leaves the composition running for a look at it. */
  keep: process.env.KEEP === '1',
} as const;
