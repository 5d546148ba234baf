import { checkWrite } from '../conditions.ts';
import { startHash } from '../checksums.ts';
import { checksumElements, describeObject, quote } from '../object-headers.ts';
import { S3Error } from '../s3-error.ts';
import { header } from '../s3-request.ts';
import type { DataFiles } from '../store/data-files.ts';
import type { ObjectRecord, Segment } from '../store/records.ts';
import { resultXml } from '../xml.ts';
import type { Call, S3Response } from './call.ts';
import { withCopySource } from './copy-source.ts';
import { storeObject } from './store-object.ts';

const maxCopyBytes = 5 * 1024 ** 3;

export async function copyObject(call: Call): Promise<S3Response> {
  const { request, bucket, key, store } = call;
  const replaces = metadataDirective(call) === 'REPLACE';
  checkWrite(request, store.find(bucket, key));
  const object = await withCopySource(call, async (source): Promise<ObjectRecord> => {
    refuseCopy(call, source, replaces);
    const { headers, metadata } = replaces ? describeObject(request) : source;
    const description = { headers, metadata, bucket, key, lastModified: new Date().toISOString() };
    return { ...description, ...(await copyContent(source, store.files)) };
  });
  await storeObject(call, object);
  call.announce('ObjectCreated:Copy', object);
  const content = {
    LastModified: object.lastModified,
    ETag: quote(object.etag),
    ...checksumElements(object.checksum),
  };
  return { status: 200, body: resultXml('CopyObjectResult', content) };
}

function metadataDirective({ request }: Call): 'COPY' | 'REPLACE' {
  const directive = header(request, 'x-amz-metadata-directive') ?? 'COPY';
  if (directive !== 'COPY' && directive !== 'REPLACE') {
    throw new S3Error('InvalidArgument', 'Unknown metadata directive.', {
      ArgumentName: 'x-amz-metadata-directive',
    });
  }
  return directive;
}

function refuseCopy({ bucket, key }: Call, source: ObjectRecord, replaces: boolean): void {
  if (source.size > maxCopyBytes) {
    const message = `The specified copy source is larger than the maximum allowable size for a copy source: ${maxCopyBytes}`;
    throw new S3Error('InvalidRequest', message);
  }
  if (source.bucket === bucket && source.key === key && !replaces) {
    const message =
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata.";
    throw new S3Error('InvalidRequest', message);
  }
}

type Content = Pick<ObjectRecord, 'size' | 'etag' | 'segments' | 'checksum'>;

/** The copy of an object in parts is one piece: its ETag is the MD5 of the whole, and it has no checksum of parts. */
async function copyContent(source: ObjectRecord, files: DataFiles): Promise<Content> {
  const [only] = source.segments;
  if (only !== undefined && source.segments.length === 1 && !source.etag.includes('-')) {
    const { size, etag, checksum } = source;
    const segments = [await files.duplicate(only)];
    return { size, etag, segments, ...(checksum === undefined ? {} : { checksum }) };
  }
  const { segment, md5 } = await copyBytes(source, files, 0, source.size);
  return { size: segment.size, etag: md5, segments: [segment] };
}

/** Reads a range of an object into a new file. */
export async function copyBytes(
  source: ObjectRecord,
  files: DataFiles,
  start: number,
  length: number,
): Promise<{ segment: Segment; md5: string }> {
  const content = await files.read(source.segments, start, length);
  const hash = startHash('md5');
  const hashed = async function* () {
    for await (const chunk of content as AsyncIterable<Buffer>) {
      hash.update(chunk);
      yield chunk;
    }
  };
  const segment = await files.write(hashed());
  return { segment, md5: hash.digest().toString('hex') };
}
