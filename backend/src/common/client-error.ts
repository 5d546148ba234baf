import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { ProblemCode } from '@media-feed/contract';
import { buildProblem, PROBLEM_CONTENT_TYPE } from './problem.ts';
import { REQUEST_ID_HEADER } from './request-id.ts';

/** Node's `error.code` of a `clientError` event. */
function codeOf(errorCode: string | undefined): ProblemCode {
  switch (errorCode) {
    case 'HPE_HEADER_OVERFLOW':
      return 'headers-too-large';
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return 'request-timeout';
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return 'body-too-large';
    default:
      return 'malformed-request';
  }
}

/** A whole HTTP answer for what could not be read as a request. */
export function describeClientError(errorCode: string | undefined): string {
  const problem = buildProblem(codeOf(errorCode), { instance: '/', requestId: randomUUID() });
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
