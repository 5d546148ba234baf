import { createHash } from 'node:crypto';
import { S3Error } from './s3-error.ts';
import { mismatch, signPiece } from './signature.ts';
import type { Seal } from './signature.ts';

/**
 * The `aws-chunked` encoding: `hex-size[;chunk-signature=…]\r\n bytes \r\n`, a last chunk of size 0, then trailers.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 */
const maxLineBytes = 4096;
const emptyHash = createHash('sha256').digest('hex');

export const streamingPayloads = {
  'STREAMING-UNSIGNED-PAYLOAD-TRAILER': { signed: false, trailer: true },
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD': { signed: true, trailer: false },
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER': { signed: true, trailer: true },
} as const;

export function isStreaming(payload: string): payload is keyof typeof streamingPayloads {
  return Object.hasOwn(streamingPayloads, payload);
}

/**
 * Yields the decoded bytes and fills `trailers`. Throws IncompleteBody for a broken encoding and
 * SignatureDoesNotMatch for a chunk or trailer that was not signed by the sender of the head.
 */
export async function* decodeChunks(
  source: AsyncIterable<Buffer>,
  seal: Seal & { payload: keyof typeof streamingPayloads },
  trailers: Map<string, string>,
): AsyncGenerator<Buffer> {
  const { signed, trailer } = streamingPayloads[seal.payload];
  const reader = new ByteReader(source);
  let previous = seal.signature;
  for (;;) {
    const { size, signature } = parseChunkHead(await reader.line());
    const hash = signed ? createHash('sha256') : undefined;
    for (let left = size; left > 0;) {
      const bytes = await reader.some(left);
      hash?.update(bytes);
      left -= bytes.length;
      yield bytes;
    }
    if (hash !== undefined) {
      const kind = [
        'AWS4-HMAC-SHA256-PAYLOAD',
        seal.timestamp,
        seal.scope,
        previous,
        emptyHash,
        hash.digest('hex'),
      ];
      previous = signPiece(seal, kind.join('\n'));
      if (signature !== previous) throw mismatch();
    }
    if (size === 0) break;
    if ((await reader.line()) !== '') throw broken();
  }
  const last = trailer ? await readTrailers(reader, trailers) : undefined;
  if (signed && trailer && last !== signTrailers(seal, previous, trailers)) throw mismatch();
  await reader.end(trailer);
}

/** Returns the trailer's own signature, which is no trailer. */
async function readTrailers(reader: ByteReader, trailers: Map<string, string>): Promise<string | undefined> {
  let signature: string | undefined;
  for (let line = await reader.line(); line !== ''; line = await reader.line()) {
    const colon = line.indexOf(':');
    if (colon < 1) throw broken();
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    if (name === 'x-amz-trailer-signature') signature = value;
    else trailers.set(name, value);
  }
  return signature;
}

function signTrailers(seal: Seal, previous: string, trailers: Map<string, string>): string {
  const canonical = [...trailers].map(([name, value]) => `${name}:${value}\n`).join('');
  const hash = createHash('sha256').update(canonical).digest('hex');
  return signPiece(seal, ['AWS4-HMAC-SHA256-TRAILER', seal.timestamp, seal.scope, previous, hash].join('\n'));
}

function parseChunkHead(line: string): { size: number; signature: string | undefined } {
  const [, size, signature] = /^([0-9a-fA-F]{1,8})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(line) ?? [];
  if (size === undefined) throw broken();
  return { size: Number.parseInt(size, 16), signature };
}

function broken(): S3Error {
  return new S3Error('IncompleteBody', 'The request body is not a well-formed aws-chunked stream');
}

/** Lines and runs of bytes from a stream of buffers, without copying the runs. */
class ByteReader {
  readonly #source: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** Up to CRLF, which is taken and not returned. */
  async line(): Promise<string> {
    let end = this.#rest.indexOf('\r\n');
    while (end < 0) {
      if (this.#rest.length > maxLineBytes) throw broken();
      const next = await this.#next();
      if (next === undefined) throw broken();
      this.#rest = Buffer.concat([this.#rest, next]);
      end = this.#rest.indexOf('\r\n');
    }
    const line = this.#rest.toString('latin1', 0, end);
    this.#rest = this.#rest.subarray(end + 2);
    return line;
  }

  /** At least one byte, `max` at most. */
  async some(max: number): Promise<Buffer> {
    if (this.#rest.length === 0) this.#rest = (await this.#next()) ?? this.#rest;
    if (this.#rest.length === 0) throw broken();
    const bytes = this.#rest.subarray(0, max);
    this.#rest = this.#rest.subarray(bytes.length);
    return bytes;
  }

  /** Some senders close a stream without trailers by one more CRLF, some do not. */
  async end(closed: boolean): Promise<void> {
    for (let next = await this.#next(); next !== undefined; next = await this.#next()) {
      this.#rest = Buffer.concat([this.#rest, next]);
      if (this.#rest.length > maxLineBytes) throw broken();
    }
    const rest = this.#rest.toString('latin1');
    if (rest !== '' && (closed || rest !== '\r\n')) throw broken();
  }

  async #next(): Promise<Buffer | undefined> {
    for (;;) {
      const next = await this.#source.next();
      if (next.done === true) return undefined;
      if (next.value.length > 0) return next.value;
    }
  }
}
