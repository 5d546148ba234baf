/** A file through inspection and publication in this process, without storage, queue or sandbox. */
import type { SandboxResult, OutputPiece } from '../../src/sandbox/messages.ts';
import { defaultInspectionLimits } from '../../src/inspect/inspection.ts';
import { bufferReader } from '../../src/inspect/ranged-reader.ts';
import { inspectAndPublish } from '../../src/inspect-and-publish.ts';

export interface Published {
  readonly result: SandboxResult;
  /** What was written last, whatever the result; empty where nothing was. */
  readonly bytes: Buffer;
}

export async function publishBytes(file: Uint8Array, contentType: string): Promise<Published> {
  let bytes = Buffer.alloc(0);
  const write = ({ position, bytes: piece }: OutputPiece): Promise<void> => {
    if (position + piece.length > bytes.length) {
      bytes = Buffer.concat([bytes, Buffer.alloc(position + piece.length - bytes.length)]);
    }
    bytes.set(piece, position);
    return Promise.resolve();
  };
  const result = await inspectAndPublish(bufferReader(file), { contentType }, defaultInspectionLimits, {
    accepted: () => undefined,
    write,
  });
  return { result, bytes };
}
