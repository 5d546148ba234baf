import { randomBytes } from 'node:crypto';
import { parseRange } from '../byte-range.ts';
import { checksumAlgorithms } from '../checksums.ts';
import type { ChecksumAlgorithm } from '../checksums.ts';
import { storeBody } from '../incoming-body.ts';
import type { StoredBody } from '../incoming-body.ts';
import { checksumHeaders, describeObject, quote } from '../object-headers.ts';
import { notImplemented, S3Error } from '../s3-error.ts';
import { header, queryValue } from '../s3-request.ts';
import type { PartRecord } from '../store/records.ts';
import type { OpenUpload } from '../store/store-state.ts';
import { resultXml } from '../xml.ts';
import type { Call, S3Response } from './call.ts';
import { copyBytes } from './copy-object.ts';
import { withCopySource } from './copy-source.ts';
import { invalidArgument, wholeNumber } from './parameters.ts';

const maxPartNumber = 10_000;

export async function createMultipartUpload({ request, bucket, key, store }: Call): Promise<S3Response> {
  const checksumAlgorithm = wantedAlgorithm(header(request, 'x-amz-checksum-algorithm'));
  const id = randomBytes(32).toString('base64url');
  const upload = {
    ...describeObject(request),
    id,
    bucket,
    key,
    initiated: new Date().toISOString(),
    ...(checksumAlgorithm === undefined ? {} : { checksumAlgorithm }),
  };
  await store.change(() => ({ type: 'upload-created', upload }));
  return {
    status: 200,
    headers:
      checksumAlgorithm === undefined
        ? {}
        : {
            'x-amz-checksum-algorithm': checksumAlgorithm.toUpperCase(),
            'x-amz-checksum-type': 'COMPOSITE',
          },
    body: resultXml('InitiateMultipartUploadResult', { Bucket: bucket, Key: key, UploadId: id }),
  };
}

export async function uploadPart(call: Call): Promise<S3Response> {
  const { request, seal, store } = call;
  const number = partNumber(call);
  const { checksumAlgorithm } = findUpload(call).upload;
  const body = await storeBody(request, seal, store.files, checksumAlgorithm);
  await storePart(call, number, body);
  return { status: 200, headers: { etag: quote(body.md5), ...checksumHeaders(body.checksum) } };
}

export async function uploadPartCopy(call: Call): Promise<S3Response> {
  const { request, store } = call;
  const number = partNumber(call);
  if (findUpload(call).upload.checksumAlgorithm !== undefined) {
    throw notImplemented('UploadPartCopy into an upload with a checksum algorithm');
  }
  const wanted = header(request, 'x-amz-copy-source-range');
  const body = await withCopySource(call, (source) => {
    const range = parseRange(wanted, source.size);
    const isWhole = range !== undefined && /^bytes=\d+-\d+$/.test(wanted ?? '');
    if (wanted !== undefined && !isWhole) {
      const message = 'The x-amz-copy-source-range value must be of the form bytes=first-last';
      throw invalidArgument('x-amz-copy-source-range', message);
    }
    const { start, length } = range ?? { start: 0, length: source.size };
    return copyBytes(source, store.files, start, length);
  });
  const part = await storePart(call, number, body);
  const content = { LastModified: part.lastModified, ETag: quote(part.etag) };
  return { status: 200, body: resultXml('CopyPartResult', content) };
}

export async function abortMultipartUpload(call: Call): Promise<S3Response> {
  await call.store.change(() => ({ type: 'upload-aborted', upload: findUpload(call).upload.id }));
  return { status: 204 };
}

/** Throws NoSuchUpload, also for an upload of another key. */
export function findUpload({ request, bucket, key, store }: Call): OpenUpload {
  const id = queryValue(request, 'uploadId') ?? '';
  const open = store.findUpload(id);
  if (open?.upload.bucket !== bucket || open.upload.key !== key) {
    const message =
      'The specified multipart upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.';
    throw new S3Error('NoSuchUpload', message, { UploadId: id });
  }
  return open;
}

/** A part may come again and replaces the one before; one that comes after the end of its upload is dropped. */
async function storePart(call: Call, number: number, body: StoredBody): Promise<PartRecord> {
  const { segment, md5, checksum } = body;
  const part: PartRecord = {
    ...segment,
    number,
    etag: md5,
    lastModified: new Date().toISOString(),
    ...(checksum === undefined ? {} : { checksum }),
  };
  try {
    await call.store.change(() => ({ type: 'part-stored', upload: findUpload(call).upload.id, part }));
  } catch (error) {
    await call.store.files.remove([segment]);
    throw error;
  }
  return part;
}

function partNumber({ request }: Call): number {
  const number = wholeNumber(request, 'partNumber') ?? 0;
  if (number >= 1 && number <= maxPartNumber) return number;
  const message = `Part number must be an integer between 1 and ${maxPartNumber}, inclusive`;
  throw invalidArgument('partNumber', message);
}

function wantedAlgorithm(name: string | undefined): ChecksumAlgorithm | undefined {
  if (name === undefined) return undefined;
  const algorithm = checksumAlgorithms.find((candidate) => candidate === name.toLowerCase());
  if (algorithm === undefined) throw notImplemented(`The header x-amz-checksum-algorithm: ${name}`);
  return algorithm;
}
