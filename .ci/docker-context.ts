/** What an image is built from: every source of a COPY must be there and be sent to the builder, with what it imports. */
import { matchesGlob, posix } from 'node:path';

/** The folder that an image is built from: its files by their path in it, and the text of its .dockerignore, or ''. */
export interface BuildContext {
  files: readonly string[];
  ignoreFile: string;
  read: (file: string) => string;
}

/** The sources of the file's COPY instructions that come from the context and are not in it, or are kept out of it. */
export function missingSources(dockerfile: string, context: BuildContext): string[] {
  const sent = sentFiles(context);
  return stages(dockerfile)
    .flatMap(({ sources }) => sources)
    .filter((source) => !sent.some((file) => isWithin(file, source)));
}

/**
 * Modules of an image that import a file which the image does not have, as «a.ts imports b.ts». What a stage takes from
 * another (COPY --from) and packages are not looked at, and neither are types, which are gone when a module runs.
 */
export function missingImports(dockerfile: string, context: BuildContext): string[] {
  const sent = sentFiles(context);
  const present = new Map<string, ReadonlySet<string>>();
  const missing = new Set<string>();
  for (const { name, base, sources } of stages(dockerfile)) {
    const copied = sent.filter((file) => sources.some((source) => isWithin(file, source)));
    const files = new Set([...(present.get(base) ?? []), ...copied]);
    present.set(name, files);
    for (const file of files) {
      for (const imported of importedFiles(file, context)) {
        if (!files.has(imported)) missing.add(`${file} imports ${imported}`);
      }
    }
  }
  return [...missing];
}

interface Stage {
  name: string;
  base: string;
  /** What it copies from the context; '.' is all of it. */
  sources: string[];
}

function stages(dockerfile: string): Stage[] {
  const found: Stage[] = [];
  for (const line of dockerfile.replace(/\\\n/g, ' ').split('\n')) {
    const [instruction = '', ...words] = line.trim().split(/\s+/);
    const values = words.filter((word) => !word.startsWith('--'));
    if (instruction.toUpperCase() === 'FROM') {
      const [base = '', , name = ''] = values;
      found.push({ name, base, sources: [] });
    }
    if (instruction.toUpperCase() !== 'COPY' || words.some((word) => word.startsWith('--from='))) continue;
    const sources = values
      .slice(0, -1)
      .map((source) => source.replace(/^\.?\/(?=.)/, '').replace(/(?<=.)\/$/, ''));
    found.at(-1)?.sources.push(...sources);
  }
  return found;
}

const isWithin = (file: string, source: string) =>
  source === '.' || source === './' || file === source || file.startsWith(`${source}/`);

const moduleFile = /\.[cm]?[jt]sx?$/;
const valueImport = /(?:^|[;\n])\s*(?:import|export)\s(?!type\b)[^'";]*?(?:from\s*)?'(\.{1,2}\/[^']+)'/g;

function importedFiles(file: string, { read }: BuildContext): string[] {
  if (!moduleFile.test(file)) return [];
  return Array.from(read(file).matchAll(valueImport), ([, path = '']) =>
    posix.join(posix.dirname(file), path),
  );
}

const sentFiles = ({ files, ignoreFile }: BuildContext) =>
  files.filter((file) => !isIgnored(file, ignoreFile));

/** The last line that fits decides, on the file or on a folder above it (Docker, «.dockerignore file»). */
function isIgnored(file: string, ignoreFile: string): boolean {
  const folders = file.split('/').map((_, index, parts) => parts.slice(0, index + 1).join('/'));
  const fits = (pattern: string) =>
    pattern === '**' || folders.some((path) => matchesGlob(path, pattern.replace(/\/$/, '')));
  const lines = ignoreFile.split('\n').map((line) => line.trim());
  const patterns = lines.filter((line) => line !== '' && !line.startsWith('#'));
  const last = patterns.findLast((pattern) => fits(pattern.replace(/^!/, '')));
  return last !== undefined && !last.startsWith('!');
}
