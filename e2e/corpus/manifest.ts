/** A corpus of test files: a folder with `manifest.tsv`, one row a file, columns by name. */
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { corpusMimeType } from '@media-feed/testing/corpus-types';

type Expectation = 'IMAGE' | 'VIDEO' | 'AUDIO' | 'REJECT' | 'REJECT_OR_SANITISE' | 'TERMINATES';

export interface CorpusFile {
  path: string;
  expected: Expectation;
  /** What the file really is; empty where that does not matter. */
  mime: string;
  tier: string;
  claimedName: string;
  claimedMime: string;
  note: string;
}

/** @throws {Error} in a sentence: when there is no manifest, it lacks a column, or a file that it names is not there. */
export async function readManifest(folder: string): Promise<CorpusFile[]> {
  const text = await readFile(join(folder, 'manifest.tsv'), 'utf8').catch(() => {
    throw new Error(`${folder} has no manifest.tsv. Give a corpus with DIR=…`);
  });
  const [header = '', ...lines] = text.split('\n').filter((line) => line.trim());
  const columns = header.split('\t');
  const at = (name: string) => {
    const index = columns.indexOf(name);
    if (index < 0) throw new Error(`The manifest in ${folder} has no column "${name}"`);
    return index;
  };
  const [path, expected, mime, tier, name, claimed, note] = [
    'path',
    'expected',
    'mime',
    'tier',
    'claimed_name',
    'claimed_mime',
    'note',
  ].map(at) as [number, number, number, number, number, number, number];
  const files = lines.map((line): CorpusFile => {
    const cells = line.split('\t');
    const cell = (index: number) => cells[index] ?? '';
    return {
      path: cell(path),
      expected: cell(expected) as Expectation,
      mime: corpusMimeType(cell(path), cell(mime)),
      tier: cell(tier),
      claimedName: cell(name),
      claimedMime: cell(claimed),
      note: cell(note),
    };
  });
  await checkPaths(folder, files);
  return files;
}

/** Before anything is uploaded: whoever unpacked half a corpus wants to hear it at once. */
async function checkPaths(folder: string, files: readonly CorpusFile[]): Promise<void> {
  const found = await Promise.all(
    files.map(({ path: name }) =>
      access(join(folder, name)).then(
        () => true,
        () => false,
      ),
    ),
  );
  const missing = files.filter((_file, index) => !found[index]);
  const [first] = missing;
  if (!first) return;
  throw new Error(
    `${String(missing.length)} of ${String(files.length)} files of the manifest are not in ${folder}, such as ${first.path}`,
  );
}
