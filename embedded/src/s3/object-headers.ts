import type { ChecksumAlgorithm } from './checksums.ts';
import { S3Error } from './s3-error.ts';
import { header, headerNames, sentHeader } from './s3-request.ts';
import type { S3Request } from './s3-request.ts';
import type { ObjectDescription, ObjectRecord, StoredChecksum } from './store/records.ts';

const keptHeaders = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
] as const;
const metadataPrefix = 'x-amz-meta-';
const maxMetadataBytes = 2048;

/** Throws MetadataTooLarge. */
export function describeObject(request: S3Request): ObjectDescription {
  const headers: Record<string, string> = { 'content-type': 'binary/octet-stream' };
  for (const name of keptHeaders) {
    const value = name === 'content-encoding' ? contentEncoding(request) : sentHeader(request, name);
    if (value !== undefined && value !== '') headers[name] = value;
  }
  const metadata: Record<string, string> = {};
  for (const name of headerNames(request).filter((candidate) => candidate.startsWith(metadataPrefix))) {
    metadata[name.slice(metadataPrefix.length)] = header(request, name) ?? '';
  }
  const bytes = Object.entries(metadata).reduce((sum, pair) => sum + Buffer.byteLength(pair.join('')), 0);
  if (bytes > maxMetadataBytes) {
    const message = 'Your metadata headers exceed the maximum allowed metadata size';
    throw new S3Error('MetadataTooLarge', message, { MaxSizeAllowed: String(maxMetadataBytes) });
  }
  return { headers, metadata };
}

export function objectHeaders(object: ObjectRecord): Record<string, string> {
  const metadata = Object.entries(object.metadata).map(([name, value]) => [
    `${metadataPrefix}${name}`,
    value,
  ]);
  return {
    ...object.headers,
    ...(Object.fromEntries(metadata) as Record<string, string>),
    'accept-ranges': 'bytes',
    etag: quote(object.etag),
    'last-modified': new Date(object.lastModified).toUTCString(),
  };
}

export function checksumHeaders(checksum: StoredChecksum | undefined): Record<string, string> {
  if (checksum === undefined) return {};
  return {
    [`x-amz-checksum-${checksum.algorithm}`]: checksum.value,
    'x-amz-checksum-type': checksum.value.includes('-') ? 'COMPOSITE' : 'FULL_OBJECT',
  };
}

const elementNames: Record<ChecksumAlgorithm, string> = {
  crc32: 'ChecksumCRC32',
  crc32c: 'ChecksumCRC32C',
  sha1: 'ChecksumSHA1',
  sha256: 'ChecksumSHA256',
};

export function checksumElementName(algorithm: ChecksumAlgorithm): string {
  return elementNames[algorithm];
}

/** The same in a result document. */
export function checksumElements(checksum: StoredChecksum | undefined): Record<string, string> {
  return checksum === undefined ? {} : { [elementNames[checksum.algorithm]]: checksum.value };
}

export function quote(etag: string): string {
  return `"${etag}"`;
}

/** `aws-chunked` describes the transfer, not the object. */
function contentEncoding(request: S3Request): string | undefined {
  return sentHeader(request, 'content-encoding')
    ?.split(',')
    .map((encoding) => encoding.trim())
    .filter((encoding) => encoding !== '' && encoding !== 'aws-chunked')
    .join(',');
}
