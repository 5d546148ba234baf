import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** In files of ours alone: arguments can be read by everybody on the machine, and some are secret. */
export async function withFiles<Result>(
  contents: readonly string[],
  work: (files: string[]) => Promise<Result>,
): Promise<Result> {
  const home = await mkdtemp(join(tmpdir(), 'media-feed-deploy-'));
  try {
    const files = contents.map((_content, index) => join(home, `${String(index)}.json`));
    await Promise.all(files.map((file, index) => writeFile(file, contents[index] ?? '', { mode: 0o600 })));
    return await work(files);
  } finally {
    await rm(home, { recursive: true });
  }
}
