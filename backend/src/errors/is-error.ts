/// <reference lib="esnext.error" />

/**
 * `instanceof Error`, also for errors of another realm, as Node’s own are under a test runner. (Fastify’s have the
 * prototype of an error alone.)
 */
export function isError(value: unknown): value is Error {
  return value instanceof Error || Error.isError(value);
}
