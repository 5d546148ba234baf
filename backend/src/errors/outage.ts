/** Tells "what we need is unavailable or overloaded" from "we have a bug". */

import { isError } from './is-error.ts';

/** Of Node's sockets and name look-ups. */
const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/**
 * PostgreSQL's SQLSTATEs (appendix A of its manual): connection exceptions (08), insufficient resources (53),
 * cancelled or shut down (57), a standby that cannot write (25006), serialization failure and deadlock (40).
 */
const sqlStates = /^(08...|53...|57...|25006|40001|40P01)$/;

/** Of pg and its pool, which give these no code. */
const messages =
  /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error|The client was closed)/;

/** Whether the error, or one that caused it, says that a database, queue or storage is unavailable or overloaded. */
export function isOutage(error: unknown): boolean {
  const seen = new Set<unknown>();
  for (let current = error; isError(current) && !seen.has(current);) {
    seen.add(current);
    if (isOutageItself(current)) return true;
    if ((current as { errors?: unknown[] }).errors?.some(isOutage)) return true;
    current = (current as { driverError?: unknown }).driverError ?? current.cause;
  }
  return false;
}

function isOutageItself(error: Error): boolean {
  const { code, $metadata } = error as { code?: unknown; $metadata?: { httpStatusCode?: number } };
  if (typeof code === 'string' && (networkCodes.has(code) || sqlStates.test(code))) return true;
  if (messages.test(error.message)) return true;
  // The AWS SDK: an answer of 5xx after its retries, or none in time.
  return ($metadata?.httpStatusCode ?? 0) >= 500 || error.name === 'TimeoutError';
}
