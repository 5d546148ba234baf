/**
 * Lays out what AWS gets of each function: its two bundles, sharp and koffi with their native libraries, libheif-js, and
 * the script that starts it, in dist/package and as dist/function.zip; the decoder's with FFmpeg's decoders in
 * dist/decoder and as dist/decoder.zip. Usage: node package-function.ts [x64|arm64]
 */
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { zipFolder } from './zip-folder.ts';

const architecture = process.argv[2] ?? 'x64';
const dist = join(import.meta.dirname, 'dist');
const startScript = 'start-without-credentials.sh';
const decoders = `@seydx/node-av-linux-${architecture}`;

const native = [
  ...['sharp', `@img/sharp-linux-${architecture}`, `@img/sharp-libvips-linux-${architecture}`],
  ...['koffi', `@koromix/koffi-linux-${architecture}`],
  // The decoder of HEIC is the same on all of them.
  'libheif-js',
];

await layOut('package', 'function.zip', ['handler.mjs', 'sandbox.mjs'], native);
// Where npm has left it out, the inspector is what there is.
await rm(join(dist, 'decoder.zip'), { force: true });
if (folderOf(decoders) === undefined) console.log(`${decoders} is not installed: there is no decoder.zip`);
else
  await layOut('decoder', 'decoder.zip', ['decode-handler.mjs', 'decode-sandbox.mjs'], [...native, decoders]);

/** One function in a folder of dist, and the same as a zip. */
async function layOut(
  folderName: string,
  zipName: string,
  bundles: readonly string[],
  packages: readonly string[],
): Promise<void> {
  const folder = join(dist, folderName);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const name of bundles) await cp(join(dist, name), join(folder, name));
  await cp(join(import.meta.dirname, startScript), join(folder, startScript));
  const copied = new Set<string>();
  for (const name of packages) await copyPackage(name, folder, copied);
  console.log(`${folder}: ${bundles.join(', ')} and ${[...copied].join(', ')}`);
  const zip = await zipFolder(folder);
  await writeFile(join(dist, zipName), zip);
  console.log(`${join(dist, zipName)}: ${String(Math.round(zip.length / 1000))} kB`);
}

/** libheif-js has the same once more for browsers, and without WebAssembly. */
function isNeeded(path: string): boolean {
  return !/libheif-js\/(libheif$|libheif-wasm\/libheif-bundle\.)/.test(path);
}

/** Copies an installed package and what it needs. */
async function copyPackage(name: string, folder: string, copied: Set<string>): Promise<void> {
  if (copied.has(name)) return;
  copied.add(name);
  const source = folderOf(name);
  if (source === undefined) {
    throw new Error(
      `${name} is not installed; npm install --os=linux --cpu=${architecture} --libc=glibc brings it on any machine`,
    );
  }
  await cp(source, join(folder, 'node_modules', name), { filter: isNeeded, recursive: true });
  const manifest = JSON.parse(await readFile(join(source, 'package.json'), 'utf8')) as {
    dependencies?: Record<string, string>;
  };
  for (const dependency of Object.keys(manifest.dependencies ?? {}))
    await copyPackage(dependency, folder, copied);
}

function folderOf(name: string): string | undefined {
  const places = createRequire(import.meta.url).resolve.paths(name) ?? [];
  for (const place of places) {
    try {
      return dirname(createRequire(import.meta.url).resolve(join(place, name, 'package.json')));
    } catch {
      // Not in this folder; the next one up may have it.
    }
  }
  return undefined;
}
