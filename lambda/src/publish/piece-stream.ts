/** Gathers a muxer's many small writes into pieces worth sending. */
import type { StreamTargetChunk } from 'mediabunny';
import type { OutputPiece } from '../sandbox/messages.ts';
import { freeBuffer } from '../free-buffer.ts';
import type { WritePiece } from './write-piece.ts';

const pieceBytes = 1024 * 1024;
/** Pieces under way at once. */
const maxInFlight = 4;

export interface PieceStreamSettings {
  readonly name: string;
  /** Bytes from the start that may be written again until the end. */
  readonly frontBytes: number;
  /** A write back behind the front ends a cluster: only what lies before the following one is settled. */
  readonly patchesClusters: boolean;
}

/**
 * A sink for mediabunny's StreamTarget, which hands its data over for good. Its writes reject with what `write`
 * rejected with.
 */
export function pieceStream(
  { name, frontBytes, patchesClusters }: PieceStreamSettings,
  write: WritePiece,
): WritableStream<StreamTargetChunk> {
  const inFlight = new Set<Promise<void>>();
  let failure: Error | undefined;
  /** For gathering; each goes round again when it is sent. */
  const spare: Uint8Array<ArrayBuffer>[] = [];
  let buffer = new Uint8Array(pieceBytes);
  let bufferStart = 0;
  let buffered = 0;
  /** Where the output ends so far. */
  let end = 0;
  let settledBytes = 0;

  /** `used` is called when the bytes are no longer needed. */
  const send = async (position: number, bytes: Uint8Array, used: () => void): Promise<void> => {
    if (!patchesClusters) settledBytes = end;
    const piece: OutputPiece = { name, position, bytes, settledBytes, frontBytes };
    const sent = write(piece)
      .then(used, (error: unknown) => {
        failure ??= error instanceof Error ? error : new Error(String(error));
      })
      .finally(() => inFlight.delete(sent));
    inFlight.add(sent);
    if (inFlight.size >= maxInFlight) await Promise.race(inFlight);
    if (failure) throw failure;
  };
  const flush = async (): Promise<void> => {
    if (buffered === 0) return;
    const full = buffer;
    const bytes = full.subarray(0, buffered);
    buffered = 0;
    buffer = spare.pop() ?? new Uint8Array(pieceBytes);
    await send(bufferStart, bytes, () => spare.push(full));
  };
  const gather = async (position: number, data: Uint8Array): Promise<void> => {
    for (let done = 0; done < data.length;) {
      if (buffered === 0) bufferStart = position + done;
      const part = data.subarray(done, done + pieceBytes - buffered);
      buffer.set(part, buffered);
      buffered += part.length;
      done += part.length;
      if (buffered === pieceBytes) await flush();
    }
  };
  /** Sends large data from where they lie. */
  const cut = async (position: number, data: Uint8Array): Promise<void> => {
    await flush();
    let unsent = Math.ceil(data.length / pieceBytes);
    for (let at = 0; at < data.length; at += pieceBytes) {
      await send(position + at, data.subarray(at, at + pieceBytes), () => {
        unsent -= 1;
        if (unsent === 0) freeBuffer(data);
      });
    }
  };

  return new WritableStream<StreamTargetChunk>({
    async write({ position, data }) {
      if (position !== bufferStart + buffered) await flush();
      if (position < end && position >= frontBytes) settledBytes = end;
      end = Math.max(end, position + data.length);
      await (data.length < pieceBytes ? gather : cut)(position, data);
    },
    async close() {
      await flush();
      await Promise.all(inFlight);
      if (failure) throw failure;
    },
  });
}
