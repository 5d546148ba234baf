/** A changed source is served without a build: in the folders that are mounted, with files that end with the check. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '@media-feed/testing/eventually';
import type { Composition } from '../composition.ts';
import { root } from '../settings.ts';

export async function backendReloads({ exec, compose, apiUrl }: Composition): Promise<void> {
  const source = join(root, 'backend', 'src', 'hot-reload-probe.ts');
  await writeFile(source, 'export const probe = true;\n');
  try {
    await eventually(
      () => exec('backend', ['test', '-f', 'dist/hot-reload-probe.js']),
      ({ code }) => code === 0,
      { what: 'the new source, compiled', pauseMs: 500 },
    );
    const restarts = async () =>
      (await compose(['logs', '--no-color', 'backend'])).split("Restarting 'dist/main.js'").length;
    const before = await restarts();
    await exec('backend', ['touch', 'dist/main.js']);
    await eventually(restarts, (count) => count > before, { what: 'a restart of the API', pauseMs: 500 });
    const isReady = () =>
      fetch(`${apiUrl}/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
    await eventually(isReady, Boolean, { what: 'the API, ready again', pauseMs: 200 });
  } finally {
    await rm(source, { force: true });
    await exec('backend', ['rm', '-f', 'dist/hot-reload-probe.js', 'dist/hot-reload-probe.js.map']);
  }
}

/** Written again until it is seen: what follows its own creation at once, Vite takes for the same change. */
export async function frontendReloads({ webUrl }: Composition): Promise<void> {
  const source = join(root, 'frontend', 'src', 'hot-reload-probe.ts');
  try {
    for (const word of ['before', 'after']) {
      await eventually(
        async () => {
          await writeFile(source, `export const probe = '${word}';\n`);
          return (await fetch(`${webUrl}/src/hot-reload-probe.ts`)).text();
        },
        (served) => served.includes(`"${word}"`),
        { what: `the source ${word} its change, served by the web app`, pauseMs: 1000 },
      );
    }
  } finally {
    await rm(source, { force: true });
  }
}
