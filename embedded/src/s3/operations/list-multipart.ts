import { checksumElements, quote } from '../object-headers.ts';
import { queryValue } from '../s3-request.ts';
import type { UploadRecord } from '../store/records.ts';
import { compareUtf8 } from '../store/sorted-keys.ts';
import { resultXml } from '../xml.ts';
import type { Call, S3Response } from './call.ts';
import { findUpload } from './multipart.ts';
import { keyEncoder, pageSize, wholeNumber } from './parameters.ts';

export function listParts(call: Call): S3Response {
  const { request, bucket, key } = call;
  const { upload, parts } = findUpload(call);
  const maxParts = pageSize(request, 'max-parts');
  const marker = wholeNumber(request, 'part-number-marker') ?? 0;
  const behind = [...parts.values()]
    .filter(({ number }) => number > marker)
    .sort((a, b) => a.number - b.number);
  const page = behind.slice(0, maxParts);
  return {
    status: 200,
    body: resultXml('ListPartsResult', {
      Bucket: bucket,
      Key: keyEncoder(request)(key),
      UploadId: upload.id,
      PartNumberMarker: marker,
      NextPartNumberMarker: page.at(-1)?.number ?? 0,
      MaxParts: maxParts,
      IsTruncated: behind.length > page.length,
      StorageClass: 'STANDARD',
      Part: page.map(({ number, lastModified, etag, size, checksum }) => ({
        PartNumber: number,
        LastModified: lastModified,
        ETag: quote(etag),
        Size: size,
        ...checksumElements(checksum),
      })),
    }),
  };
}

/** By key, those of one key by their beginning. */
export function listMultipartUploads({ request, bucket, store }: Call): S3Response {
  const prefix = queryValue(request, 'prefix') ?? '';
  const keyMarker = queryValue(request, 'key-marker') ?? '';
  const idMarker = queryValue(request, 'upload-id-marker') ?? '';
  const maxUploads = pageSize(request, 'max-uploads');
  const encode = keyEncoder(request);
  const all = Array.from(store.uploads(), ({ upload }) => upload)
    .filter((upload) => upload.bucket === bucket && upload.key.startsWith(prefix))
    .sort(compareUploads);
  const behind = all.slice(firstBehind(all, keyMarker, idMarker));
  const page = behind.slice(0, maxUploads);
  const isTruncated = behind.length > page.length;
  const last = page.at(-1);
  return {
    status: 200,
    body: resultXml('ListMultipartUploadsResult', {
      Bucket: bucket,
      Prefix: encode(prefix),
      KeyMarker: encode(keyMarker),
      UploadIdMarker: idMarker,
      ...(isTruncated && last !== undefined
        ? { NextKeyMarker: encode(last.key), NextUploadIdMarker: last.id }
        : {}),
      MaxUploads: maxUploads,
      IsTruncated: isTruncated,
      Upload: page.map(({ key, id, initiated }) => ({
        Key: encode(key),
        UploadId: id,
        Initiated: initiated,
        StorageClass: 'STANDARD',
      })),
    }),
  };
}

function compareUploads(a: UploadRecord, b: UploadRecord): number {
  return compareUtf8(a.key, b.key) || compareUtf8(a.initiated, b.initiated) || compareUtf8(a.id, b.id);
}

/** Behind the marked upload, or, if it has ended meanwhile or none is named, behind the marked key. */
function firstBehind(all: readonly UploadRecord[], keyMarker: string, idMarker: string): number {
  const marked = all.findIndex(({ key, id }) => key === keyMarker && id === idMarker);
  if (marked >= 0) return marked + 1;
  const next = all.findIndex(({ key }) => compareUtf8(key, keyMarker) > 0);
  return next < 0 ? all.length : next;
}
