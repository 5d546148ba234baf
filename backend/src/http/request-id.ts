import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export const REQUEST_ID_HEADER = 'x-request-id';

/** What may come from outside and go into logs and headers as it is. */
const safe = /^[A-Za-z0-9._-]{1,64}$/;

/** The caller's own id, where it is harmless, so that one id follows a request through proxies; else a new one. */
export function requestIdOf(headers: IncomingHttpHeaders): string {
  const given = headers[REQUEST_ID_HEADER];
  return typeof given === 'string' && safe.test(given) ? given : randomUUID();
}
