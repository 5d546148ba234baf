import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { ProblemCode } from '@media-feed/contract';
import { buildProblem, PROBLEM_CONTENT_TYPE } from './problem.ts';
import { REQUEST_ID_HEADER } from './request-id.ts';

/** By Node's `error.code` of a `clientError` event; what is not here is malformed. */
const codes = new Map<string | undefined, ProblemCode>([
  ['HPE_HEADER_OVERFLOW', 'headers-too-large'],
  ['HPE_CHUNK_EXTENSIONS_OVERFLOW', 'body-too-large'],
  ['ERR_HTTP_REQUEST_TIMEOUT', 'request-timeout'],
]);

/** A whole HTTP answer for what could not be read as a request. */
export function describeClientError(errorCode: string | undefined): string {
  const problem = buildProblem(codes.get(errorCode) ?? 'malformed-request', {
    instance: '/',
    requestId: randomUUID(),
  });
  const body = JSON.stringify(problem);
  return [
    `HTTP/1.1 ${String(problem.status)} ${STATUS_CODES[problem.status] ?? ''}`,
    `content-type: ${PROBLEM_CONTENT_TYPE}`,
    `content-length: ${String(Buffer.byteLength(body))}`,
    `${REQUEST_ID_HEADER}: ${problem.requestId}`,
    'connection: close',
    '',
    body,
  ].join('\r\n');
}
