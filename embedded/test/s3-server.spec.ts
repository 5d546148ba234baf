/** What our S3 server has beside S3's interface: events, switches, a log, and a folder that survives. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { appendFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '@media-feed/testing/eventually';
import { startTestStorage } from './support/test-storage.ts';
import type { TestStorage } from './support/test-storage.ts';

let storage: TestStorage;
beforeEach(async () => {
  storage = await startTestStorage();
});
afterEach(() => storage.stop());

const target = (Key: string) => ({ Bucket: 'uploads', Key });
const put = (key: string, body = 'x') =>
  storage.client.send(new PutObjectCommand({ ...target(key), Body: body }));
const read = async (key: string) => {
  const { Body } = await storage.client.send(new GetObjectCommand(target(key)));
  return Body?.transformToString();
};
const status = (call: Promise<unknown>): Promise<number> =>
  call.then(
    () => 200,
    (error: unknown) => (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode ?? 0,
  );
const announced = (count: number) =>
  eventually(
    () => storage.records,
    ({ length }) => length >= count,
  );
const keys = (records: readonly { s3: { object: { key: string } } }[]) =>
  records.map(({ s3 }) => s3.object.key);

async function begin(key: string) {
  const { UploadId } = await storage.client.send(new CreateMultipartUploadCommand(target(key)));
  return { ...target(key), UploadId };
}

describe('events', () => {
  it('announce an object as S3 does, its key encoded like a form', async () => {
    await put('uploads/a b+ü(1)', 'hello');

    const [record] = await announced(1);
    expect(record).toMatchObject({
      eventVersion: '2.1',
      eventSource: 'aws:s3',
      awsRegion: 'us-east-1',
      eventName: 'ObjectCreated:Put',
      s3: {
        bucket: { name: 'uploads', arn: 'arn:aws:s3:::uploads' },
        object: {
          key: 'uploads/a+b%2B%C3%BC%281%29',
          size: 5,
          eTag: '5d41402abc4b2a76b9719d911017c592',
        },
      },
    });
    expect(Date.parse(record?.eventTime ?? '')).not.toBeNaN();
    expect(record?.responseElements['x-amz-request-id']).toMatch(/^[0-9A-F]{16}$/);
  });

  it('name copies and completed uploads, and number what happens to a key', async () => {
    await put('uploads/a');
    await storage.client.send(
      new CopyObjectCommand({ ...target('uploads/b'), CopySource: 'uploads/uploads/a' }),
    );
    const upload = await begin('uploads/c');
    const part = await storage.client.send(new UploadPartCommand({ ...upload, PartNumber: 1, Body: 'x' }));
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag: part.ETag }] };
    await storage.client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload }));

    const records = await announced(3);
    expect(records.map(({ eventName }) => eventName)).toEqual([
      'ObjectCreated:Put',
      'ObjectCreated:Copy',
      'ObjectCreated:CompleteMultipartUpload',
    ]);
    const sequence = records.map(({ s3 }) => s3.object.sequencer);
    expect(new Set(sequence).size).toBe(3);
    expect([...sequence].sort()).toEqual(sequence);
  });

  it('are silent about other prefixes, other buckets and refused writes', async () => {
    await put('uploads/a');
    await put('quarantine/a');
    await storage.client.send(new PutObjectCommand({ Bucket: 'media', Key: 'uploads/b', Body: 'x' }));
    const again = new PutObjectCommand({ ...target('uploads/a'), Body: 'y', IfNoneMatch: '*' });
    expect(await status(storage.client.send(again))).toBe(412);
    await put('uploads/last');

    expect(keys(await announced(2))).toEqual(['uploads/a', 'uploads/last']);
  });
});

describe('faults', () => {
  it('drop and repeat events', async () => {
    const plans: Record<string, number[]> = { 'uploads/lost': [], 'uploads/twice': [0, 0] };
    storage.server.faults.planEvent = ({ Records }) => plans[Records[0]?.s3.object.key ?? ''] ?? [0];
    for (const name of ['lost', 'twice', 'plain']) await put(`uploads/${name}`);

    expect(keys(await announced(3))).toEqual(['uploads/twice', 'uploads/twice', 'uploads/plain']);
  });

  it('delay events', async () => {
    storage.server.faults.planEvent = () => [200];
    const started = Date.now();
    await put('uploads/late');

    expect(keys(await announced(1))).toEqual(['uploads/late']);
    expect(Date.now() - started).toBeGreaterThanOrEqual(199);
  });

  it('hold events and deliver them in another order', async () => {
    storage.server.faults.holdEvents();
    for (const name of ['a', 'b', 'c']) await put(`uploads/${name}`);
    expect(storage.server.faults.heldEvents).toHaveLength(3);
    expect(storage.records).toEqual([]);

    storage.server.faults.releaseEvents((events) => events.reverse());
    expect(keys(await announced(3))).toEqual(['uploads/c', 'uploads/b', 'uploads/a']);
  });

  it('fail an operation before it takes effect', async () => {
    storage.server.faults.planRequest = ({ operation }) =>
      operation === 'PutObject' ? { answer: { status: 503, code: 'SlowDown' } } : undefined;

    expect(await status(put('uploads/a'))).toBe(503);
    expect(await status(storage.client.send(new HeadObjectCommand(target('uploads/a'))))).toBe(404);
    storage.server.faults.reset();
    expect(await status(put('uploads/a'))).toBe(200);
  });

  it('lose the answer of an operation that took effect', async () => {
    storage.server.faults.planRequest = ({ operation }) =>
      operation === 'PutObject' ? { answer: 'cut', when: 'after' } : undefined;

    await expect(put('uploads/a', 'stored')).rejects.toThrow();
    expect(await read('uploads/a')).toBe('stored');
    expect(keys(await announced(1))).toEqual(['uploads/a']);
  });

  it('answer a completion with 200 and an error in the body', async () => {
    const upload = await begin('uploads/a');
    const part = await storage.client.send(new UploadPartCommand({ ...upload, PartNumber: 1, Body: 'x' }));
    storage.server.faults.planRequest = ({ operation }) =>
      operation === 'CompleteMultipartUpload'
        ? { answer: { status: 200, code: 'InternalError' } }
        : undefined;

    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag: part.ETag }] };
    const completion = storage.client.send(
      new CompleteMultipartUploadCommand({ ...upload, MultipartUpload }),
    );
    await expect(completion).rejects.toMatchObject({ name: 'InternalError' });
  });

  it('slow an operation down', async () => {
    let waiting = 0;
    storage.server.faults.planRequest = () => {
      waiting += 1;
      return { delayMs: 100 };
    };
    const started = Date.now();
    await put('uploads/a');

    expect(waiting).toBe(1);
    expect(Date.now() - started).toBeGreaterThanOrEqual(99);
  });
});

describe('the request log', () => {
  it('counts the bytes that were read of an object', async () => {
    await put('uploads/a', 'x'.repeat(1000));
    await put('uploads/b', 'x'.repeat(1000));
    storage.server.requests.clear();
    for (const Range of ['bytes=0-9', 'bytes=-20']) {
      const { Body } = await storage.client.send(new GetObjectCommand({ ...target('uploads/a'), Range }));
      await Body?.transformToString();
    }
    await read('uploads/b');
    await storage.client.send(new HeadObjectCommand(target('uploads/a')));

    const { requests } = storage.server;
    await eventually(
      () => requests.find(),
      ({ length }) => length === 4,
    );
    expect(requests.bytesOut({ operation: 'GetObject', key: 'uploads/a' })).toBe(30);
    expect(requests.bytesOut({ operation: 'GetObject' })).toBe(1030);
    expect(requests.find({ operation: 'HeadObject' })).toEqual([
      { operation: 'HeadObject', bucket: 'uploads', key: 'uploads/a', status: 200, bytesOut: 0 },
    ]);
  });
});

describe('the data folder', () => {
  it('keeps objects, open uploads and deletions over a restart', async () => {
    await put('uploads/kept', 'kept');
    await put('uploads/deleted');
    await storage.client.send(new DeleteObjectCommand(target('uploads/deleted')));
    const upload = await begin('uploads/parts');
    const part = await storage.client.send(new UploadPartCommand({ ...upload, PartNumber: 1, Body: 'part' }));

    storage = await storage.restart();
    expect(await read('uploads/kept')).toBe('kept');
    expect(await status(storage.client.send(new HeadObjectCommand(target('uploads/deleted'))))).toBe(404);
    const { Parts } = await storage.client.send(new ListPartsCommand(upload));
    expect(Parts).toMatchObject([{ PartNumber: 1, ETag: part.ETag, Size: 4 }]);
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag: part.ETag }] };
    await storage.client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload }));
    storage = await storage.restart();
    expect(await read('uploads/parts')).toBe('part');
  });

  it('is cleared of what a crash left: stray files, half a journal line, a torn file', async () => {
    await put('uploads/whole', 'whole');
    const whole = await storage.dataFiles();
    await put('uploads/torn', 'torn');
    const [torn = ''] = (await storage.dataFiles()).filter((file) => !whole.includes(file));
    await writeFile(join(storage.dataDir, 'data', torn), 'to');
    await writeFile(join(storage.dataDir, 'data', 'stray'), 'half an upload');
    await appendFile(join(storage.dataDir, 'journal.jsonl'), '{"type":"object-sto');

    storage = await storage.restart();
    expect(await read('uploads/whole')).toBe('whole');
    expect(await status(storage.client.send(new HeadObjectCommand(target('uploads/torn'))))).toBe(404);
    expect(await storage.dataFiles()).toEqual(whole);
    await put('uploads/more', 'more');
    storage = await storage.restart();
    expect(await read('uploads/more')).toBe('more');
  });

  it('holds no bytes of what was replaced, deleted or refused', async () => {
    await put('uploads/a', 'first');
    await put('uploads/a', 'second');
    await put('uploads/b');
    await storage.client.send(new DeleteObjectCommand(target('uploads/b')));
    const wrong = new PutObjectCommand({ ...target('uploads/c'), Body: 'x', ChecksumCRC32: 'AAAAAA==' });
    expect(await status(storage.client.send(wrong))).toBe(400);

    expect(await storage.dataFiles()).toHaveLength(1);
  });

  it('gives a reader the object that it began to read, deleted or not', async () => {
    const body = 'x'.repeat(5_000_000);
    await put('uploads/a', body);
    const { Body } = await storage.client.send(new GetObjectCommand(target('uploads/a')));
    await storage.client.send(new DeleteObjectCommand(target('uploads/a')));

    expect((await Body?.transformToString())?.length).toBe(body.length);
    expect(await storage.dataFiles()).toEqual([]);
  });

  it('may fail, like a full disk, and the server lives on', async () => {
    await put('uploads/a', 'before');
    const data = join(storage.dataDir, 'data');
    await rename(data, `${data}.away`);
    expect(await status(put('uploads/b', 'x'.repeat(5_000_000)))).toBe(500);
    expect(await status(read('uploads/a'))).toBe(500);
    expect(storage.errors).toHaveLength(2);

    await rename(`${data}.away`, data);
    expect(await read('uploads/a')).toBe('before');
    expect(await status(put('uploads/b'))).toBe(200);
  });
});
