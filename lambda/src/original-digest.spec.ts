/** What of an original's digest must not cost its result. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { InspectionResult } from '@media-feed/contract';
import type { Accepted } from './inspect/inspection.ts';
import { bufferReader, type RangedReader } from './inspect/ranged-reader.ts';
import { createLog } from './log.ts';
import { processUpload, type Dependencies } from './process-upload.ts';
import { UploadChangedError, UploadGoneError } from './storage.ts';

const file = Buffer.from('every byte of it');
const sha256 = createHash('sha256').update(file).digest('hex');
const found: Accepted = {
  outcome: 'ACCEPTED',
  mediaClass: 'IMAGE',
  mimeType: 'image/png',
  width: 1,
  height: 1,
  durationSeconds: null,
  codecs: [],
  frames: 1,
  tracks: [],
  target: 'image',
};
const arrival = {
  key: 'uploads/0198c0de-0000-7000-8000-000000000001/0198c0de-0000-7000-8000-000000000002',
  userId: '0198c0de-0000-7000-8000-000000000001',
  mediaId: '0198c0de-0000-7000-8000-000000000002',
  eventId: 'event-1',
  etag: '0a1b2c3d',
  arrivedAt: '2026-11-29T12:00:00.000Z',
};

/** The messages that are sent for an upload which a sandbox publishes without having read it. */
async function sentFor(reader: RangedReader, deadlineMs = Infinity): Promise<InspectionResult[]> {
  const sent: InspectionResult[] = [];
  const upload = { key: arrival.key, size: reader.size, etag: arrival.etag, contentType: 'image/png' };
  const output = { complete: () => Promise.resolve([]), discard: () => Promise.resolve() };
  const result = { outcome: 'READY', found, renditions: [], placeholder: null, notices: [] };
  const dependencies = {
    uploads: {
      head: () => Promise.resolve(upload),
      reader: () => reader,
      release: () => undefined,
      copy: () => Promise.resolve(),
    },
    sandbox: {
      inspect: () => Promise.resolve({ outcome: { end: 'COMPLETED', usedMs: 1, result }, output }),
    },
    queue: {
      send: (message: InspectionResult) => {
        sent.push(message);
        return Promise.resolve('message-1');
      },
    },
    keepOriginals: true,
    sandboxTimeoutMs: 3_600_000,
    sandboxBytesPerSecond: 1,
  } as unknown as Dependencies;
  await processUpload(arrival, dependencies, deadlineMs, createLog('silent'));
  return sent;
}

const failing = (error: Error): RangedReader => ({ size: file.length, read: () => Promise.reject(error) });

describe('the digest of an original', () => {
  it('is that of the file, also where nobody has read it before', async () => {
    expect(await sentFor(bufferReader(file))).toMatchObject([{ outcome: 'READY', original: true, sha256 }]);
  });

  it.each<[string, RangedReader, number]>([
    ['storage fails', failing(new Error('storage is unavailable')), Infinity],
    ['no time is left', bufferReader(file), 0],
  ])('stays unknown where %s, and the result is sent all the same', async (_why, reader, deadlineMs) => {
    const [result, ...others] = await sentFor(reader, deadlineMs);
    expect(others).toEqual([]);
    expect(result).toMatchObject({ outcome: 'READY', original: true });
    expect(result).not.toHaveProperty('sha256');
  });

  it.each([
    ['gone', new UploadGoneError('gone')],
    ['overwritten', new UploadChangedError('overwritten')],
  ])('is nobody’s where the upload is %s meanwhile', async (_what, error) => {
    expect(await sentFor(failing(error))).toEqual([]);
  });
});
