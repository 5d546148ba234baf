import { describe, expect, it } from '@jest/globals';
import { itemWith, mediaIdOf, uploadWith } from '../test/fakes.ts';
import { reduceUploads, type UploadEvent } from './upload-reducer.ts';
import type { Upload, UploadStatus } from './upload-state.ts';

const id = '1';

function after(upload: Partial<Upload>, ...events: UploadEvent[]): Upload {
  const [result] = events.reduce(reduceUploads, [uploadWith(upload)]);
  if (!result) throw new Error('The upload is gone');
  return result;
}

describe('reduceUploads', () => {
  it('brings an upload from its turn to the inspection result', () => {
    const upload = after(
      {},
      { type: 'started', id },
      { type: 'url-given', id, target: { mediaId: mediaIdOf(1), single: null, multipart: null } },
      { type: 'progressed', id, sentBytes: 400, storedBytes: 0, bytesPerSecond: 100 },
      { type: 'arrived', id, atMs: 5 },
      { type: 'inspected', item: itemWith() },
    );
    expect(upload).toMatchObject({ status: 'published', sentBytes: 1000, bytesPerSecond: null });
    expect(upload.item?.id).toBe(mediaIdOf(1));
  });

  it('keeps the reason of a rejection', () => {
    const rejection = { reason: 'CORRUPT' as const, detail: 'This file is damaged.', parameters: {} };
    const upload = after(
      { status: 'checking', mediaId: mediaIdOf(1) },
      { type: 'inspected', item: itemWith({ status: 'REJECTED', rejection }) },
    );
    expect(upload).toMatchObject({ status: 'rejected', rejection: rejection });
  });

  it('applies an inspection result that is quicker than the answer to the PUT, and then nothing more', () => {
    const upload = after(
      { status: 'uploading', mediaId: mediaIdOf(1) },
      { type: 'inspected', item: itemWith() },
      { type: 'arrived', id, atMs: 5 },
      { type: 'failed', id, failure: 'network' },
    );
    expect(upload.status).toBe('published');
  });

  it('waits for a retry and resumes', () => {
    const waiting = after(
      { status: 'uploading', mediaId: mediaIdOf(1) },
      { type: 'retrying', id, failure: 'network' },
    );
    expect(waiting).toMatchObject({ status: 'waiting', failure: 'network' });
    expect(after(waiting, { type: 'resumed', id })).toMatchObject({ status: 'uploading', failure: null });
  });

  it.each<[UploadStatus, UploadEvent]>([
    ['paused', { type: 'progressed', id, sentBytes: 500, storedBytes: 0, bytesPerSecond: null }],
    ['failed', { type: 'arrived', id, atMs: 5 }],
    ['rejected', { type: 'failed', id, failure: 'network' }],
    ['checking', { type: 'paused', id }],
    ['checking', { type: 'retrying', id, failure: 'network' }],
    ['queued', { type: 'unpaused', id }],
    ['uploading', { type: 'retried', id }],
    ['uploading', { type: 'signed-in' }],
    ['checking', { type: 'inspected', item: itemWith({ status: 'PENDING' }) }],
  ])('changes nothing of a %s upload by %j', (status, event) => {
    const before = [uploadWith({ status, mediaId: mediaIdOf(1) })];
    expect(reduceUploads(before, event)).toBe(before);
  });

  it('queues uploads that await a sign-in when somebody signs in', () => {
    expect(after({ status: 'awaiting-sign-in' }, { type: 'signed-in' }).status).toBe('queued');
  });

  it('holds an upload whose session has ended', () => {
    expect(after({ status: 'uploading', sentBytes: 10 }, { type: 'session-ended', id }).status).toBe(
      'awaiting-sign-in',
    );
  });

  it('never shows more sent than there is', () => {
    const event: UploadEvent = {
      type: 'progressed',
      id,
      sentBytes: 5000,
      storedBytes: 0,
      bytesPerSecond: null,
    };
    expect(after({ status: 'uploading' }, event).sentBytes).toBe(1000);
  });
});

describe('an upload without its file', () => {
  const interrupted: Partial<Upload> = { status: 'interrupted', storedBytes: 400, hasHandle: true };

  it('resumes when the file is found', () => {
    expect(after(interrupted, { type: 'file-found', id })).toMatchObject({
      status: 'queued',
      storedBytes: 400,
    });
  });

  it('waits for the file to be picked when it cannot be opened', () => {
    const missed = after(interrupted, { type: 'file-missed', id, failure: 'file-unreachable' });
    expect(missed).toMatchObject({ status: 'interrupted', failure: 'file-unreachable', hasHandle: false });
  });

  it('is what a failed upload becomes when another file is picked for it', () => {
    const failed: Partial<Upload> = { status: 'failed', failure: 'file-changed' };
    const missed = after(failed, { type: 'file-missed', id, failure: 'another-file' });
    expect(missed).toMatchObject({ status: 'interrupted', failure: 'another-file' });
  });

  it('shows only what storage holds of an upload that is stopped', () => {
    const underWay: Partial<Upload> = { status: 'uploading', sentBytes: 700, storedBytes: 400 };
    expect(after(underWay, { type: 'paused', id }).sentBytes).toBe(400);
    expect(after(underWay, { type: 'failed', id, failure: 'network' }).sentBytes).toBe(400);
  });
});
