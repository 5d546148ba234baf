import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { REQUEST_ID_HEADER, requestIdOf } from '../http/request-id.ts';

/** So that nobody can fill the memory with URLs. */
const maxEntries = 100;

interface Stored {
  readonly route: string;
  /** Names and values in turn, as `writeHead` takes them without another look. */
  readonly headers: readonly string[];
  readonly etag: string;
  readonly body: Buffer;
  /** On the clock of `performance.now()`. */
  readonly freshUntil: number;
}

/** An answer that the application never heard of, for its log and its metrics. */
export interface CacheHit {
  readonly requestId: string;
  readonly route: string;
  readonly status: number;
  readonly durationMs: number;
}

/**
 * A small shared cache (RFC 9111) before the framework: bytes that were just sent to one anonymous reader are
 * sent to the next without routing, validation or serialization. It holds only what a handler puts in by
 * {@link store}, and never answers a request that carries a token, a body or an Origin that is not ours.
 */
@Injectable()
export class ResponseCache {
  private readonly entries = new Map<string, Stored>();
  private readonly listeners: ((hit: CacheHit) => void)[] = [];
  private closed = false;

  /** Puts itself before whoever answers the server's requests now. */
  attach(server: Server): void {
    const listeners = server.listeners('request');
    server.removeAllListeners('request');
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      if (this.answer(request, response)) return;
      for (const listener of listeners) listener.call(server, request, response);
    });
  }

  onHit(listener: (hit: CacheHit) => void): void {
    this.listeners.push(listener);
  }

  clear(): void {
    this.entries.clear();
  }

  /** While the server closes, each answer is the framework's, which also ends the connection. */
  close(): void {
    this.closed = true;
    this.clear();
  }

  /** Keeps the answer that `reply` is about to give, with all headers it has by now. */
  store(
    request: FastifyRequest,
    reply: FastifyReply,
    { body, etag, freshUntil }: Pick<Stored, 'body' | 'etag' | 'freshUntil'>,
  ): void {
    const key = keyOf(request.raw);
    // Whether an Origin is ours, CORS has decided by now.
    const foreign = request.headers.origin !== undefined && !reply.hasHeader('access-control-allow-origin');
    const now = performance.now();
    if (key === undefined || foreign || this.closed || freshUntil <= now) return;
    this.entries.delete(key);
    this.entries.set(key, {
      route: request.routeOptions.url ?? '',
      headers: headersOf(reply),
      etag,
      body,
      freshUntil,
    });
    for (const [oldest, stored] of this.entries) {
      if (this.entries.size <= maxEntries && stored.freshUntil > now) break;
      this.entries.delete(oldest);
    }
  }

  private answer(request: IncomingMessage, response: ServerResponse): boolean {
    const key = keyOf(request);
    const stored = key === undefined ? undefined : this.entries.get(key);
    if (!stored) return false;
    const startedAt = performance.now();
    if (startedAt >= stored.freshUntil) {
      this.entries.delete(key ?? '');
      return false;
    }
    const requestId = requestIdOf(request.headers);
    const unchanged = matches(request.headers['if-none-match'], stored.etag);
    const status = unchanged ? 304 : 200;
    const own = unchanged ? [] : ['content-length', String(stored.body.length)];
    response.writeHead(status, [...stored.headers, REQUEST_ID_HEADER, requestId, ...own]);
    response.end(unchanged ? undefined : stored.body);
    const hit = { requestId, route: stored.route, status, durationMs: performance.now() - startedAt };
    for (const listener of this.listeners) listener(hit);
    return true;
  }
}

/** All but those that each answer has of its own. */
function headersOf(reply: FastifyReply): string[] {
  const own = new Set([REQUEST_ID_HEADER, 'content-length', 'connection']);
  return Object.entries(reply.getHeaders()).flatMap(([name, value]) =>
    value === undefined || own.has(name) ? [] : [name, String(value)],
  );
}

/** RFC 9110 §13.1.2, by weak comparison. */
export function matches(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  return (
    ifNoneMatch.trim() === '*' ||
    ifNoneMatch.split(',').some((one) => one.trim().replace(/^W\//, '') === etag)
  );
}

/** `undefined` for a request that must reach the application. */
function keyOf({ method, url, headers }: IncomingMessage): string | undefined {
  if (method !== 'GET' || url === undefined || headers.host === undefined) return undefined;
  if (headers.authorization !== undefined || headers.expect !== undefined) return undefined;
  if (headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined) return undefined;
  // What is answered over TLS says that it must stay so.
  const { 'x-forwarded-proto': scheme = 'http' } = headers;
  if (scheme !== 'http' && scheme !== 'https') return undefined;
  return `${scheme} ${headers.origin ?? ''} ${url}`;
}
