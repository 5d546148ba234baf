import { BodyDigests } from './body-digests.ts';
import type { VerifiedDigests } from './body-digests.ts';
import type { ChecksumAlgorithm } from './checksums.ts';
import { decodeChunks, isStreaming } from './chunked-body.ts';
import { S3Error } from './s3-error.ts';
import { sentHeader } from './s3-request.ts';
import type { S3Request } from './s3-request.ts';
import type { Seal } from './signature.ts';
import type { DataFiles } from './store/data-files.ts';
import type { Segment } from './store/records.ts';

const GiB = 1024 ** 3;
/** S3's limit for one PUT or part. */
const maxBodyBytes = 5 * GiB;

export type StoredBody = VerifiedDigests & { readonly segment: Segment };

/** Streams a body to a data file; a body that is cut off, too short or not what it says leaves nothing. */
export async function storeBody(
  request: S3Request,
  seal: Seal,
  files: DataFiles,
  wanted?: ChecksumAlgorithm,
): Promise<StoredBody> {
  const body = new VerifiedBody(request, seal, maxBodyBytes, wanted);
  const segment = await files.write(body.chunks());
  return { segment, ...body.digests };
}

/** A small body as a whole, e.g. an XML document. */
export async function readBody(request: S3Request, seal: Seal, maxBytes: number): Promise<Buffer> {
  const body = new VerifiedBody(request, seal, maxBytes);
  return Buffer.concat(await Array.fromAsync(body.chunks()));
}

class VerifiedBody {
  readonly #request: S3Request;
  readonly #seal: Seal;
  readonly #length: number;
  readonly #digests: BodyDigests;
  #verified: VerifiedDigests | undefined;

  constructor(request: S3Request, seal: Seal, maxBytes: number, wanted?: ChecksumAlgorithm) {
    this.#request = request;
    this.#seal = seal;
    this.#length = announcedLength(request, seal, maxBytes);
    this.#digests = new BodyDigests(request, seal, wanted);
  }

  get digests(): VerifiedDigests {
    if (this.#verified === undefined) throw new Error('The body has not been read to its end');
    return this.#verified;
  }

  async *chunks(): AsyncGenerator<Buffer> {
    const trailers = new Map<string, string>();
    let received = 0;
    for await (const chunk of decode(this.#request, this.#seal, trailers)) {
      received += chunk.length;
      if (received > this.#length) break;
      this.#digests.update(chunk);
      yield chunk;
    }
    if (received !== this.#length) {
      const message = 'You did not provide the number of bytes specified by the Content-Length HTTP header';
      throw new S3Error('IncompleteBody', message);
    }
    this.#verified = this.#digests.finish(trailers);
  }
}

function decode(request: S3Request, seal: Seal, trailers: Map<string, string>): AsyncIterable<Buffer> {
  request.invite();
  // An error must leave the connection alive for the answer.
  const source = request.incoming.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  const { payload } = seal;
  return isStreaming(payload) ? decodeChunks(source, { ...seal, payload }, trailers) : source;
}

function announcedLength(request: S3Request, { payload }: Seal, maxBytes: number): number {
  if (!isStreaming(payload) && payload.startsWith('STREAMING-')) {
    throw new S3Error('InvalidRequest', `The payload ${payload} is not supported`);
  }
  const name = isStreaming(payload) ? 'x-amz-decoded-content-length' : 'content-length';
  const value = sentHeader(request, name);
  if (value === undefined) {
    throw new S3Error('MissingContentLength', 'You must provide the Content-Length HTTP header.');
  }
  const length = Number(value);
  if (!Number.isInteger(length) || length < 0)
    throw new S3Error('InvalidArgument', `${name} is not a number`);
  if (length > maxBytes) {
    throw new S3Error('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
      ProposedSize: value,
      MaxSizeAllowed: String(maxBytes),
    });
  }
  return length;
}
