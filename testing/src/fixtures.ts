/** Test files: the small genuine ones that the Lambda's tests use, and impostors made here. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mediaTypeOfFileName } from '@media-feed/contract';
import type { FileToUpload } from './users.ts';

const folder = join(import.meta.dirname, '..', '..', 'lambda', 'test', 'fixtures');

/** A genuine file under its own name and type. */
export async function genuine(fileName: string): Promise<FileToUpload> {
  const contentType = mediaTypeOfFileName(fileName);
  if (!contentType) throw new Error(`No media type is known for ${fileName}`);
  return { fileName, contentType, bytes: new Uint8Array(await readFile(join(folder, fileName))) };
}

/** A Windows program (its header, at least) that says it is a song. */
export function disguisedProgram(): FileToUpload {
  const bytes = new Uint8Array(4096);
  bytes.set(new TextEncoder().encode('MZ'));
  // Offset of the PE header at 0x3C, as every Windows program has it.
  bytes[0x3c] = 0x80;
  bytes.set(new TextEncoder().encode('PE\0\0'), 0x80);
  return { fileName: 'song.mp3', contentType: 'audio/mpeg', bytes };
}
