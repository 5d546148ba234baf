import { checksumAlgorithms } from '../checksums.ts';
import { readBody } from '../incoming-body.ts';
import { notImplemented, S3Error } from '../s3-error.ts';
import { header, sentHeader } from '../s3-request.ts';
import { children, malformed, parseXml, resultXml, text } from '../xml.ts';
import type { Call, S3Response } from './call.ts';

const maxKeys = 1000;
const maxBodyBytes = 4 * 1024 * 1024;

/** A key that is not there counts as deleted. */
export async function deleteObjects(call: Call): Promise<S3Response> {
  const { request, seal, bucket, store } = call;
  refuseUnchecked(call);
  const body = parseXml(await readBody(request, seal, maxBodyBytes), 'Delete');
  const keys = children(body, 'Object').map((entry) => {
    const refused = ['VersionId', 'ETag', 'LastModifiedTime', 'Size'].find((name) => name in entry);
    if (refused !== undefined) throw notImplemented(`${refused} in DeleteObjects`);
    return text(entry, 'Key') ?? '';
  });
  if (keys.length === 0 || keys.length > maxKeys || keys.includes('')) throw malformed();
  for (const key of keys) {
    await store.change(() =>
      store.find(bucket, key) === undefined ? undefined : { type: 'object-deleted', bucket, key },
    );
  }
  const isQuiet = text(body, 'Quiet') === 'true';
  const deleted = isQuiet ? [] : keys.map((key) => ({ Key: key }));
  return { status: 200, body: resultXml('DeleteResult', { Deleted: deleted }) };
}

/** S3 deletes many objects only on a list that it can check. */
function refuseUnchecked({ request }: Call): void {
  const names = checksumAlgorithms.map((algorithm) => `x-amz-checksum-${algorithm}`);
  const isChecked =
    sentHeader(request, 'content-md5') !== undefined ||
    header(request, 'x-amz-trailer') !== undefined ||
    names.some((name) => header(request, name) !== undefined);
  if (!isChecked) {
    throw new S3Error('InvalidRequest', 'Missing required header for this request: Content-MD5');
  }
}
