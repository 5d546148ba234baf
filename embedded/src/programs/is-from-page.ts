import type { IncomingHttpHeaders } from 'node:http';

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i;

/**
 * Browsers say `Origin` with all that pages send by POST, and `Sec-Fetch-Site` with every request; programs say neither. A
 * host that is not loopback is a name that somebody has pointed here (DNS rebinding).
 */
export function isFromPage({ origin, host, ...headers }: IncomingHttpHeaders): boolean {
  return origin !== undefined || headers['sec-fetch-site'] !== undefined || !loopback.test(host ?? '');
}
