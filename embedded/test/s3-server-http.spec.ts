/** How our S3 server behaves on the wire: errors, connections, memory. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { PutObjectCommandInput } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { changeAfterSigning } from './support/change-after-signing.ts';
import { errorCode, send, sendExpecting } from './support/send.ts';
import { eventually } from '@media-feed/testing/eventually';
import { silent } from './support/silent.ts';
import { credentials, makeClient, startTestStorage } from './support/test-storage.ts';
import type { TestStorage } from './support/test-storage.ts';

const MiB = 1024 * 1024;

let storage: TestStorage;
beforeEach(async () => {
  storage = await startTestStorage();
});
afterEach(() => storage.stop());

function signPut(key: string, overrides: Partial<PutObjectCommandInput> = {}): Promise<string> {
  const client = makeClient(storage.server.endpoint, { requestChecksumCalculation: 'WHEN_REQUIRED' });
  const command = new PutObjectCommand({ Bucket: 'uploads', Key: key, ...overrides });
  return getSignedUrl(client, command, { expiresIn: 60 });
}

describe('calls that the product does not make', () => {
  const url = (path: string) => `${storage.server.endpoint}${path}`;

  it.each([
    ['GET', '/?max-buckets=1'],
    ['PUT', '/uploads?policy'],
    ['GET', '/uploads?versioning'],
    ['GET', '/uploads/key?acl'],
    ['GET', '/uploads/key?tagging'],
    ['GET', '/uploads/key?partNumber=1'],
    ['POST', '/uploads/key?select&select-type=2'],
    ['PATCH', '/uploads/key'],
  ])('%s %s is refused as such, once it is signed', async (method, path) => {
    expect(errorCode(await send(url(path), { method }))).toBe('AccessDenied');

    const answer = await signAndSend(method, path);
    expect([answer.status, errorCode(answer)]).toEqual([501, 'NotImplemented']);
    expect(answer.headers['content-type']).toBe('application/xml');
    expect(answer.headers['x-amz-request-id']).toMatch(/^[0-9A-F]{16}$/);
  });

  it.each([
    { ServerSideEncryption: 'AES256' },
    { ACL: 'public-read' },
    { Tagging: 'a=b' },
    { StorageClass: 'STANDARD_IA' },
  ] satisfies Partial<PutObjectCommandInput>[])('a PUT with %j is refused', async (input) => {
    const command = new PutObjectCommand({ Bucket: 'uploads', Key: 'a', Body: 'x', ...input });
    await expect(storage.client.send(command)).rejects.toMatchObject({ name: 'NotImplemented' });
  });

  it('a path that is no UTF-8 is refused', async () => {
    const answer = await send(url('/uploads/%ff'));
    expect([answer.status, errorCode(answer)]).toEqual([400, 'InvalidURI']);
  });

  /** A presigned URL of a GET, whose method and target the client's middleware replaces before it signs. */
  async function signAndSend(method: string, path: string) {
    const client = makeClient(storage.server.endpoint);
    client.middlewareStack.add(
      (next) => (args) => {
        const sent = args.request as { method: string; path: string; query: Record<string, string> };
        const [pathname = '/', query = ''] = path.split('?');
        sent.method = method;
        sent.path = pathname;
        sent.query = Object.fromEntries(new URLSearchParams(query));
        return next(args);
      },
      { step: 'build', priority: 'low', name: 'replaceTarget' },
    );
    const command = new GetObjectCommand({ Bucket: 'uploads', Key: 'key' });
    return send(await getSignedUrl(client, command, { expiresIn: 60 }), { method });
  }
});

describe('connections', () => {
  it('are kept after an error whose body was never read', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const url = `${storage.server.endpoint}/uploads/key`;
    const sockets = new Set<unknown>();
    agent.on('free', (socket) => sockets.add(socket));

    for (let time = 1; time <= 3; time += 1) {
      const answer = await send(url, { method: 'PUT', body: 'x'.repeat(100_000), agent });
      expect(answer.status).toBe(403);
      expect(answer.headers.connection).toBe('keep-alive');
    }
    expect(sockets.size).toBe(1);
    agent.destroy();
  });

  it('end after an error for a large body, and a client that reads after it wrote can read why', async () => {
    const socket = connect(storage.server.port, '127.0.0.1');
    socket.pause();
    const write = promisify(socket.write.bind(socket) as (data: Buffer | string, done: () => void) => void);
    await write(`PUT /uploads/key HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${20 * MiB}\r\n\r\n`);
    for (let sent = 0; sent < 20; sent += 1) await write(Buffer.alloc(MiB));

    const answer = Buffer.concat((await socket.toArray()) as Buffer[]).toString();
    expect(answer).toMatch(/^HTTP\/1.1 403 /);
    expect(answer).toContain('<Code>AccessDenied</Code>');
    expect(answer).toMatch(/\r\nconnection: close\r\n/i);
  });

  it('are not used for a body that a waiting client need not send', async () => {
    const put = { headers: { 'content-length': '4' }, body: 'body' };

    const refused = await sendExpecting(`${storage.server.endpoint}/uploads/key`, put);
    expect(refused).toMatchObject({ status: 403, invited: false });
    const url = await signPut('key', { IfNoneMatch: '*' });
    const conditional = { ...put, headers: { ...put.headers, 'if-none-match': '*' } };
    expect(await sendExpecting(url, conditional)).toMatchObject({ status: 200, invited: true });
    expect(await sendExpecting(url, conditional)).toMatchObject({ status: 412, invited: false });
  });

  it('that break in the middle of a body leave nothing behind', async () => {
    const url = await signPut('key');
    const headers = { 'content-length': '1000000' };
    const sent = request(url, { method: 'PUT', headers, agent: false });
    sent.on('error', () => undefined);
    sent.write('x'.repeat(500_000));
    await eventually(storage.dataFiles, ({ length }) => length === 1);
    sent.destroy();

    expect(await eventually(storage.dataFiles, ({ length }) => length === 0)).toEqual([]);
    const [logged] = await eventually(
      () => storage.server.requests.find({ operation: 'PutObject' }),
      ({ length }) => length === 1,
    );
    expect(logged?.status).toBe(0);
    expect(storage.errors).toEqual([]);
  });
});

describe('what was signed of a body', () => {
  it('is verified where no checksum is sent', async () => {
    const client = makeClient(storage.server.endpoint, { requestChecksumCalculation: 'WHEN_REQUIRED' });
    changeAfterSigning(client, (request) => {
      request.body = 'altered!';
    });

    const command = new PutObjectCommand({ Bucket: 'uploads', Key: 'key', Body: 'original' });
    await expect(client.send(command)).rejects.toMatchObject({ name: 'XAmzContentSHA256Mismatch' });
    expect(await storage.dataFiles()).toEqual([]);
  });

  it('includes the length of a stream in chunks', async () => {
    const client = makeClient(storage.server.endpoint, { logger: silent });
    changeAfterSigning(client, (request) => {
      request.body = '0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n';
    });

    const Body = Readable.from([Buffer.from('original')]);
    const command = new PutObjectCommand({ Bucket: 'uploads', Key: 'key', Body, ContentLength: 8 });
    await expect(client.send(command)).rejects.toMatchObject({ name: 'IncompleteBody' });
    expect(await storage.dataFiles()).toEqual([]);
  });
});

describe('lengths', () => {
  it('of more than 5 GiB are refused before a byte is read', async () => {
    const headers = { 'content-length': String(5 * 1024 * MiB + 1) };

    const answer = await sendExpecting(await signPut('key'), { headers });
    expect([answer.status, errorCode(answer), answer.invited]).toEqual([400, 'EntityTooLarge', false]);
  });

  it('must be said', async () => {
    const headers = { 'transfer-encoding': 'chunked' };

    const answer = await send(await signPut('key'), { method: 'PUT', headers, body: 'body' });
    expect([answer.status, errorCode(answer)]).toEqual([411, 'MissingContentLength']);
  });
});

describe('memory', () => {
  it('does not grow with the object: 200 MiB in and out', async () => {
    const size = 200 * MiB;
    const dataDir = await mkdtemp(join(tmpdir(), 's3-memory-'));
    const entry = join(import.meta.dirname, 'support', 'storage-process.ts');
    const { accessKeyId, secretAccessKey } = credentials;
    const child = fork(entry, [dataDir, accessKeyId, secretAccessKey], { execArgv: [] });
    const ended = once(child, 'exit');
    try {
      const [{ endpoint }] = (await once(child, 'message')) as [{ endpoint: string }];
      const client = makeClient(endpoint);
      const peakResidentBytes = async () => {
        child.send('peak');
        const [message] = (await once(child, 'message')) as [{ peakResidentBytes: number }];
        return message.peakResidentBytes;
      };
      const before = await peakResidentBytes();

      const piece = Buffer.alloc(MiB, 'x');
      const pieces = Readable.from(Array.from({ length: size / MiB }, () => piece));
      const input = { Bucket: 'uploads', Key: 'large' };
      await client.send(new PutObjectCommand({ ...input, Body: pieces, ContentLength: size }));
      const { Body } = await client.send(new GetObjectCommand(input));
      let received = 0;
      for await (const chunk of Body as AsyncIterable<Buffer>) received += chunk.length;

      expect(received).toBe(size);
      expect((await peakResidentBytes()) - before).toBeLessThan(100 * MiB);
      client.destroy();
    } finally {
      child.kill();
      await ended;
      await rm(dataDir, { recursive: true });
    }
  });
});
