import type { RequestFault } from './faults.ts';
import type { S3Response } from './operations/call.ts';
import { S3Error } from './s3-error.ts';
import { errorXml } from './xml.ts';

/** S3's error document; an error that is none of S3's becomes an InternalError that says no more. */
export function errorResponse(error: unknown, headOnly: boolean, id: string): S3Response {
  const { code, message, details, status } = error instanceof S3Error ? error : internalError();
  const size = details.ActualObjectSize;
  const headers = size === undefined ? {} : { 'content-range': `bytes */${size}` };
  if (headOnly) return { status, headers };
  return xmlResponse(status, { Code: code, Message: message, ...details }, id, headers);
}

/** What a fault answers instead of the operation. */
export function faultResponse({ answer }: RequestFault, id: string): S3Response {
  if (answer === undefined || answer === 'cut') return { status: 500 };
  return xmlResponse(answer.status, { Code: answer.code, Message: 'A fault that a test asked for' }, id, {});
}

function xmlResponse(
  status: number,
  content: Record<string, string>,
  id: string,
  headers: Record<string, string>,
): S3Response {
  const body = errorXml({ ...content, RequestId: id, HostId: id });
  return { status, headers: { ...headers, 'content-type': 'application/xml' }, body };
}

function internalError(): S3Error {
  return new S3Error('InternalError', 'We encountered an internal error. Please try again.');
}
