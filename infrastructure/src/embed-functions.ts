/**
 * Writes functions/*.js into the templates, which hold CloudFront Functions as text: the block below `FunctionCode`
 * of the resource whose comment names the file. `node src/embed-functions.ts --check` names what is stale, and exits 1.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { folder } from './template.ts';

const embedded = [{ template: 'frontend.yaml', source: 'functions/spa-routing.js' }];

/** The template's text with the function's present source in it. */
export function embed(template: string, path: string, source: string): string {
  const lines = template.split('\n');
  const comment = lines.findIndex((line) => line.includes(`# ${path}`));
  const start = lines.findIndex((line, index) => index > comment && line.trim() === 'FunctionCode: |');
  if (comment < 0 || start < 0) throw new Error(`No FunctionCode follows a comment that names ${path}`);
  const indent = ' '.repeat((lines[start] ?? '').search(/\S/) + 2);
  let end = start + 1;
  while (lines[end]?.startsWith(indent) || (lines[end] === '' && lines[end + 1]?.startsWith(indent)))
    end += 1;
  const code = source
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? '' : indent + line));
  return [...lines.slice(0, start + 1), ...code, ...lines.slice(end)].join('\n');
}

/** Files that would change. */
export async function findStale(): Promise<{ file: string; text: string }[]> {
  const found = await Promise.all(
    embedded.map(async ({ template, source }) => {
      const file = join(folder, template);
      const before = await readFile(file, 'utf8');
      const text = embed(before, source, await readFile(join(folder, source), 'utf8'));
      return text === before ? [] : [{ file, text }];
    }),
  );
  return found.flat();
}

if (import.meta.main) {
  for (const { file, text } of await findStale()) {
    if (process.argv.includes('--check')) {
      console.error(`${file} is stale: node infrastructure/src/embed-functions.ts`);
      process.exitCode = 1;
    } else await writeFile(file, text);
  }
}
