import { describe, expect, it } from '@jest/globals';
import type { OutputPiece } from '../sandbox/messages.ts';
import { pieceStream } from './piece-stream.ts';

const KiB = 1024;
const settings = { name: 'video.webm', frontBytes: 100, patchesClusters: false };

/** Writes as a muxer does: [position, length] each. */
async function send(writes: readonly (readonly [number, number])[], patchesClusters = false) {
  const pieces: (Omit<OutputPiece, 'bytes'> & { length: number })[] = [];
  const stream = pieceStream({ ...settings, patchesClusters }, ({ bytes, ...piece }) => {
    pieces.push({ ...piece, length: bytes.length });
    return Promise.resolve();
  });
  const writer = stream.getWriter();
  for (const [position, length] of writes) {
    await writer.write({ type: 'write', position, data: new Uint8Array(length).fill(position % 251) });
  }
  await writer.close();
  return pieces;
}

describe('pieceStream', () => {
  it('gathers small writes that follow one another', async () => {
    const writes = Array.from({ length: 3000 }, (_, index) => [index * KiB, KiB] as const);

    const pieces = await send(writes);

    expect(pieces.map(({ length }) => length)).toEqual([1024 * KiB, 1024 * KiB, 952 * KiB]);
  });

  it('cuts large writes', async () => {
    expect(await send([[0, 2500 * KiB]])).toMatchObject([
      { position: 0, length: 1024 * KiB },
      { position: 1024 * KiB, length: 1024 * KiB },
      { position: 2048 * KiB, length: 452 * KiB },
    ]);
  });

  it('sends what is written again after what was there before', async () => {
    expect(
      await send([
        [0, 500],
        [10, 4],
        [500, 7],
      ]),
    ).toMatchObject([
      { position: 0, length: 500 },
      { position: 10, length: 4 },
      { position: 500, length: 7 },
    ]);
  });

  it('calls everything settled where only the front is written again', async () => {
    const pieces = await send([
      [0, 500],
      [10, 4],
      [500, 7],
    ]);

    expect(pieces.map(({ settledBytes }) => settledBytes)).toEqual([500, 500, 507]);
  });

  it('calls a cluster settled when its header was written again', async () => {
    const pieces = await send(
      [
        [0, 500],
        [500, 200],
        [300, 4],
        [700, 100],
        [10, 4],
      ],
      true,
    );

    expect(pieces).toMatchObject([
      { position: 0, length: 700, settledBytes: 0 },
      { position: 300, settledBytes: 700 },
      { position: 700, settledBytes: 700 },
      // The front says nothing about clusters.
      { position: 10, settledBytes: 700 },
    ]);
  });

  it('fails with what the receiver failed with', async () => {
    const writer = pieceStream(settings, () => Promise.reject(new Error('no room'))).getWriter();
    writer.closed.catch(() => undefined);

    const written = (async () => {
      for (;;) await writer.write({ type: 'write', position: 0, data: new Uint8Array(2048 * KiB) });
    })();

    await expect(written).rejects.toThrow('no room');
  });
});
