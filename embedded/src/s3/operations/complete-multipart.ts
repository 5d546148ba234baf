import { createHash } from 'node:crypto';
import { checksumAlgorithms, startHash } from '../checksums.ts';
import { checkWrite } from '../conditions.ts';
import { readBody } from '../incoming-body.ts';
import { checksumElementName, checksumElements, quote } from '../object-headers.ts';
import { S3Error } from '../s3-error.ts';
import { header, sentHeader } from '../s3-request.ts';
import type { ObjectRecord, PartRecord, StoredChecksum, UploadRecord } from '../store/records.ts';
import type { OpenUpload } from '../store/store-state.ts';
import { children, malformed, parseXml, resultXml, text } from '../xml.ts';
import type { XmlContent } from '../xml.ts';
import type { Call, S3Response } from './call.ts';
import { findUpload } from './multipart.ts';

const minPartBytes = 5 * 1024 * 1024;
/** 10,000 parts with a checksum each. */
const maxBodyBytes = 4 * 1024 * 1024;

/** Joins the parts by naming them in order: no byte is copied. An error leaves the upload as it was. */
export async function completeMultipartUpload(call: Call): Promise<S3Response> {
  const { request, seal, bucket, key, store } = call;
  findUpload(call);
  const body = parseXml(await readBody(request, seal, maxBodyBytes), 'CompleteMultipartUpload');
  const listed = children(body, 'Part');
  let completed: ObjectRecord | undefined;
  await store.change(() => {
    const open = findUpload(call);
    checkWrite(request, store.find(bucket, key));
    const object = joinParts(open.upload, selectParts(open, listed));
    checkTotal(call, object.size);
    completed = object;
    return { type: 'object-stored', object, completedUpload: open.upload.id };
  });
  if (completed === undefined) throw new Error('The upload was completed without an object');
  call.announce('ObjectCreated:CompleteMultipartUpload', completed);
  const content = {
    Location: `http://${sentHeader(request, 'host') ?? ''}/${bucket}/${encodeURIComponent(key)}`,
    Bucket: bucket,
    Key: key,
    ETag: quote(completed.etag),
    ...checksumElements(completed.checksum),
  };
  return { status: 200, body: resultXml('CompleteMultipartUploadResult', content) };
}

/** The parts that the caller lists. Throws InvalidPartOrder, InvalidPart, EntityTooSmall and MalformedXML. */
function selectParts({ parts }: OpenUpload, listed: readonly XmlContent[]): PartRecord[] {
  if (listed.length === 0) throw malformed();
  let previous = 0;
  const selected = listed.map((entry) => {
    const number = Number(text(entry, 'PartNumber'));
    if (!Number.isInteger(number)) throw malformed();
    if (number <= previous) {
      const message = 'The list of parts was not in ascending order. Parts must be ordered by part number.';
      throw new S3Error('InvalidPartOrder', message);
    }
    previous = number;
    const part = parts.get(number);
    if (part === undefined || !isSamePart(entry, part)) throw invalidPart(number, text(entry, 'ETag') ?? '');
    return part;
  });
  for (const { size, number, etag } of selected.slice(0, -1)) {
    if (size >= minPartBytes) continue;
    throw new S3Error('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', {
      ProposedSize: String(size),
      MinSizeAllowed: String(minPartBytes),
      PartNumber: String(number),
      ETag: etag,
    });
  }
  return selected;
}

function isSamePart(entry: XmlContent, part: PartRecord): boolean {
  const sameChecksum = checksumAlgorithms.every((algorithm) => {
    const value = text(entry, checksumElementName(algorithm));
    return value === undefined || (part.checksum?.algorithm === algorithm && part.checksum.value === value);
  });
  return sameChecksum && text(entry, 'ETag')?.trim().replaceAll('"', '') === part.etag;
}

function joinParts(upload: UploadRecord, parts: readonly PartRecord[]): ObjectRecord {
  const { bucket, key, headers, metadata } = upload;
  const hash = createHash('md5');
  for (const { etag } of parts) hash.update(etag, 'hex');
  const checksum = joinChecksums(upload, parts);
  return {
    bucket,
    key,
    headers,
    metadata,
    size: parts.reduce((sum, { size }) => sum + size, 0),
    etag: `${hash.digest('hex')}-${parts.length}`,
    lastModified: new Date().toISOString(),
    segments: parts.map(({ file, size }) => ({ file, size })),
    ...(checksum === undefined ? {} : { checksum }),
  };
}

/** The composite checksum: that of the parts' checksums one after the other. */
function joinChecksums(
  { checksumAlgorithm: algorithm }: UploadRecord,
  parts: readonly PartRecord[],
): StoredChecksum | undefined {
  if (algorithm === undefined) return undefined;
  const hash = startHash(algorithm);
  for (const { checksum } of parts) hash.update(Buffer.from(checksum?.value ?? '', 'base64'));
  return { algorithm, value: `${hash.digest().toString('base64')}-${parts.length}` };
}

/** The one way by which S3 checks the sum of the parts: if the caller names it. */
function checkTotal({ request }: Call, size: number): void {
  const expected = header(request, 'x-amz-mp-object-size');
  if (expected === undefined || Number(expected) === size) return;
  throw new S3Error(
    'InvalidRequest',
    'The provided x-amz-mp-object-size does not match the size of the parts.',
  );
}

function invalidPart(number: number, etag: string): S3Error {
  const message =
    "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.";
  return new S3Error('InvalidPart', message, { PartNumber: String(number), ETag: etag });
}
