/** Bundles the two functions (dist/handler.mjs, dist/decode-handler.mjs) and the programs of their sandboxes. */
import { build } from 'esbuild';
import { join } from 'node:path';

const { metafile } = await build({
  absWorkingDir: import.meta.dirname,
  entryPoints: {
    handler: 'src/handler.ts',
    sandbox: 'src/sandbox/child.ts',
    'decode-handler': 'src/decode-handler.ts',
    'decode-sandbox': 'src/decode/child.ts',
  },
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  minify: true,
  // ECMAScript modules where a dependency has them: only they can be shaken.
  mainFields: ['module', 'main'],
  sourcemap: 'external',
  metafile: true,
  // Their native libraries are looked for beside their own JavaScript.
  external: ['sharp', 'koffi'],
  // Some dependencies are CommonJS and call require() for Node's own modules.
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
});

for (const [path, { bytes }] of Object.entries(metafile.outputs)) {
  if (path.endsWith('.mjs')) console.log(`${join('lambda', path)}: ${String(Math.round(bytes / 1000))} kB`);
}
