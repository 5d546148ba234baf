/**
 * Lays out what AWS gets: the two bundles, sharp and koffi with their native libraries, and the script that starts the
 * function, in dist/package, which is what
 * `aws cloudformation package` takes, and the same as dist/function.zip. Usage: node package-function.ts [x64|arm64]
 */
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { zipFolder } from './zip-folder.ts';

const architecture = process.argv[2] ?? 'x64';
const dist = join(import.meta.dirname, 'dist');
const folder = join(dist, 'package');

await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
for (const name of ['handler.mjs', 'sandbox.mjs']) await cp(join(dist, name), join(folder, name));
const startScript = 'start-without-credentials.sh';
await cp(join(import.meta.dirname, startScript), join(folder, startScript));

const native = [
  ...[`@img/sharp-linux-${architecture}`, `@img/sharp-libvips-linux-${architecture}`],
  `@koromix/koffi-linux-${architecture}`,
];
const copied = new Set<string>();
await copyPackage('sharp');
await copyPackage('koffi');
for (const name of native) await copyPackage(name);
console.log(`${folder}: handler.mjs, sandbox.mjs and ${[...copied].join(', ')}`);
const zip = await zipFolder(folder);
await writeFile(join(dist, 'function.zip'), zip);
console.log(`${join(dist, 'function.zip')}: ${String(Math.round(zip.length / 1000))} kB`);

/** Copies an installed package and what it needs. */
async function copyPackage(name: string): Promise<void> {
  if (copied.has(name)) return;
  copied.add(name);
  const source = folderOf(name);
  await cp(source, join(folder, 'node_modules', name), { recursive: true });
  const manifest = JSON.parse(await readFile(join(source, 'package.json'), 'utf8')) as {
    dependencies?: Record<string, string>;
  };
  for (const dependency of Object.keys(manifest.dependencies ?? {})) await copyPackage(dependency);
}

function folderOf(name: string): string {
  const places = createRequire(import.meta.url).resolve.paths(name) ?? [];
  for (const place of places) {
    try {
      return dirname(createRequire(import.meta.url).resolve(join(place, name, 'package.json')));
    } catch {
      // Not in this folder; the next one up may have it.
    }
  }
  throw new Error(
    `${name} is not installed; npm install --os=linux --cpu=${architecture} --libc=glibc brings it on any machine`,
  );
}
