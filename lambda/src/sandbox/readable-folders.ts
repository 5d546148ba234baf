/** What JavaScript in the sandbox may read: its own program, and the packages that it loads. */
import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the program is not bundled: its sources, and those of the contract. */
const sources = [
  join(import.meta.dirname, '..', '..'),
  join(import.meta.dirname, '..', '..', '..', 'contract'),
];

/** Paths for `--allow-fs-read`; a folder stands for all that is in it. */
export function readableFolders(program: URL): string[] {
  const file = realpathSync(fileURLToPath(program));
  const folders = file.endsWith('.ts') ? sources : [dirname(file)];
  // Where Node looks for packages, and for whether a file is a module.
  const packages = ancestorsOf(file).flatMap((folder) => [
    join(folder, 'node_modules'),
    join(folder, 'package.json'),
  ]);
  return [...folders, ...packages];
}

function ancestorsOf(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [] : [parent, ...ancestorsOf(parent)];
}
