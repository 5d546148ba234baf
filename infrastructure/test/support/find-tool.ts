import { spawnSync } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * A Python tool or a server that not every machine has: on PATH, where Debian puts daemons, or where pyenv puts
 * tools. Undefined when it is absent, which is printed, since tests are then skipped.
 */
export function findTool(name: string): string | undefined {
  const places = [name, join('/usr/sbin', name), join(homedir(), '.pyenv/shims', name)];
  const found = places.find((place) => spawnSync(place, ['-h'], { stdio: 'ignore' }).error === undefined);
  if (!found) process.stderr.write(`*** ${name} is not on this machine: its tests are SKIPPED. ***\n`);
  return found;
}
