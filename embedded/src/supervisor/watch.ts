/** `WATCH=1`: rebuilds a workspace when one of its sources changes, and restarts the program that runs it. */
import { watch } from 'node:fs';
import { join } from 'node:path';
import { build, builds, sharedWorkspaces, type Build } from './build.ts';
import type { ProgramName } from './program-name.ts';
import type { Stack } from './stack.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const settleMs = 150;

const programsOf: Record<Build['workspace'], readonly ProgramName[]> = {
  backend: ['api'],
  lambda: ['functions', 'decoder'],
  frontend: ['web'],
};

export function watchSources(stack: Stack, onProgress: (text: string) => void): void {
  for (const target of builds) {
    const rebuild = serialised(async () => {
      onProgress(`${target.workspace} changed, building`);
      try {
        await build(target);
        for (const program of programsOf[target.workspace]) await stack.restart(program);
        onProgress(`${target.workspace} is running anew`);
      } catch (error) {
        onProgress(error instanceof Error ? error.message : String(error));
      }
    });
    for (const folder of [target.workspace, ...sharedWorkspaces]) {
      watch(join(root, folder, 'src'), { recursive: true }, rebuild);
    }
  }
}

/** Waits until changes settle; never runs twice at once, and once more when something changed meanwhile. */
function serialised(run: () => Promise<void>): () => void {
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  return () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = running.then(run);
    }, settleMs);
  };
}
