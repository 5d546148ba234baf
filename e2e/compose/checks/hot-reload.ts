/** A changed source is served without a build: in the folders that are mounted, with files that end with the check. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '@media-feed/testing/users';
import type { Composition } from '../composition.ts';
import { root } from '../settings.ts';

export async function backendReloads({ exec, compose, apiUrl }: Composition): Promise<void> {
  const source = join(root, 'backend', 'src', 'hot-reload-probe.ts');
  await writeFile(source, 'export const probe = true;\n');
  try {
    await until(
      'the new source is compiled',
      async () => (await exec('backend', ['test', '-f', 'dist/hot-reload-probe.js'])).code === 0 || undefined,
      60_000,
      500,
    );
    const restarts = async () =>
      (await compose(['logs', '--no-color', 'backend'])).split("Restarting 'dist/main.js'").length;
    const before = await restarts();
    await exec('backend', ['touch', 'dist/main.js']);
    await until('the API starts again', async () => (await restarts()) > before || undefined, 30_000, 500);
    const isReady = () =>
      fetch(`${apiUrl}/health/ready`).then(
        ({ ok }) => ok || undefined,
        () => undefined,
      );
    await until('the API is ready again', isReady, 60_000, 200);
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
      await until(
        `the web app serves the source ${word} its change`,
        async () => {
          await writeFile(source, `export const probe = '${word}';\n`);
          const served = await (await fetch(`${webUrl}/src/hot-reload-probe.ts`)).text();
          return served.includes(`"${word}"`) || undefined;
        },
        30_000,
        1000,
      );
    }
  } finally {
    await rm(source, { force: true });
  }
}
