import { checksumAlgorithms, digestBytes, startHash } from './checksums.ts';
import type { ChecksumAlgorithm, RunningHash } from './checksums.ts';
import { notImplemented, S3Error } from './s3-error.ts';
import { header, sentHeader } from './s3-request.ts';
import type { S3Request } from './s3-request.ts';
import type { Seal } from './signature.ts';
import type { StoredChecksum } from './store/records.ts';

export interface VerifiedDigests {
  /** MD5 in hex: the ETag of what came in one piece. */
  readonly md5: string;
  readonly checksum?: StoredChecksum;
}

/** All that a sender said of its body's bytes, verified while they pass. */
export class BodyDigests {
  readonly #md5 = startHash('md5');
  readonly #sha256: RunningHash | undefined;
  readonly #checksum: RunningHash | undefined;
  readonly #algorithm: ChecksumAlgorithm | undefined;
  readonly #request: S3Request;
  readonly #payload: string;

  /** `wanted` is a checksum to take even if the sender gives none. */
  constructor(request: S3Request, seal: Seal, wanted?: ChecksumAlgorithm) {
    this.#request = request;
    this.#payload = seal.payload;
    this.#sha256 = /^[0-9a-f]{64}$/.test(seal.payload) ? startHash('sha256') : undefined;
    this.#algorithm = announcedAlgorithm(request) ?? wanted;
    this.#checksum = this.#algorithm === undefined ? undefined : startHash(this.#algorithm);
  }

  update(chunk: Buffer): void {
    this.#md5.update(chunk);
    this.#sha256?.update(chunk);
    this.#checksum?.update(chunk);
  }

  /** Throws BadDigest, InvalidDigest and XAmzContentSHA256Mismatch. */
  finish(trailers: ReadonlyMap<string, string>): VerifiedDigests {
    const md5 = this.#md5.digest();
    this.#verifyPayload();
    this.#verifyMd5(md5);
    const checksum = this.#verifyChecksum(trailers);
    return { md5: md5.toString('hex'), ...(checksum === undefined ? {} : { checksum }) };
  }

  #verifyPayload(): void {
    const calculated = this.#sha256?.digest().toString('hex');
    if (calculated === undefined || calculated === this.#payload) return;
    const message = "The provided 'x-amz-content-sha256' header does not match what was computed.";
    throw new S3Error('XAmzContentSHA256Mismatch', message, {
      ClientComputedContentSHA256: this.#payload,
      S3ComputedContentSHA256: calculated,
    });
  }

  #verifyMd5(calculated: Buffer): void {
    const expected = sentHeader(this.#request, 'content-md5');
    if (expected === undefined) return;
    if (Buffer.from(expected, 'base64').length !== 16) {
      throw new S3Error('InvalidDigest', 'The Content-MD5 you specified was invalid.');
    }
    if (expected === calculated.toString('base64')) return;
    throw new S3Error('BadDigest', 'The Content-MD5 you specified did not match what we received.', {
      ExpectedDigest: expected,
      CalculatedDigest: calculated.toString('base64'),
    });
  }

  #verifyChecksum(trailers: ReadonlyMap<string, string>): StoredChecksum | undefined {
    if (this.#algorithm === undefined || this.#checksum === undefined) return undefined;
    const name = `x-amz-checksum-${this.#algorithm}`;
    const expected = header(this.#request, name) ?? trailers.get(name);
    const value = this.#checksum.digest().toString('base64');
    const announced = announcedAlgorithm(this.#request) !== undefined;
    if (expected === undefined && announced) {
      throw new S3Error('InvalidRequest', `The trailer ${name} was announced and did not come.`);
    }
    if (expected !== undefined && Buffer.from(expected, 'base64').length !== digestBytes[this.#algorithm]) {
      throw new S3Error('InvalidRequest', `Value for ${name} header is invalid.`);
    }
    if (expected !== undefined && expected !== value) {
      const label = this.#algorithm.toUpperCase();
      throw new S3Error('BadDigest', `The ${label} you specified did not match the calculated checksum.`);
    }
    return { algorithm: this.#algorithm, value };
  }
}

function announcedAlgorithm(request: S3Request): ChecksumAlgorithm | undefined {
  const trailer = header(request, 'x-amz-trailer')?.trim().toLowerCase();
  const announced = checksumAlgorithms.filter(
    (algorithm) =>
      header(request, `x-amz-checksum-${algorithm}`) !== undefined ||
      trailer === `x-amz-checksum-${algorithm}`,
  );
  if (announced.length > 1) {
    throw new S3Error('InvalidRequest', 'Expecting a single x-amz-checksum- header. Multiple found.');
  }
  if (trailer !== undefined && announced.length === 0) throw notImplemented(`The trailer ${trailer}`);
  return announced[0];
}
