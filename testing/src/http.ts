/** One HTTP exchange with nothing smoothed over: paths are not normalised, and any method, header or body goes. */
import { Agent, request as startRequest, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';

export interface HttpRequest {
  method: string;
  /** Path and query as they are to stand in the request line; ASCII without spaces. */
  path: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array | undefined;
}

export interface HttpAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  durationMs: number;
}

const agent = new Agent({ keepAlive: true });

/** @throws {Error} when no whole answer came within `timeoutMs`. */
export async function send(
  apiUrl: string,
  { method, path, headers = {}, body }: HttpRequest,
  timeoutMs = 10_000,
): Promise<HttpAnswer> {
  const startedAt = performance.now();
  const { hostname, port } = new URL(apiUrl);
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const answer = await new Promise<Omit<HttpAnswer, 'durationMs'>>((resolve, reject) => {
    const request = startRequest({
      hostname,
      port,
      method,
      path,
      agent,
      headers: { ...length, ...headers },
      signal: AbortSignal.timeout(timeoutMs),
    });
    request.on('error', reject);
    request.on('response', (response) => {
      text(response).then(
        (received) =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text: received }),
        reject,
      );
    });
    request.end(body);
  });
  return { ...answer, durationMs: performance.now() - startedAt };
}

export function jsonRequest(
  method: string,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): HttpRequest {
  if (body === undefined) return { method, path, headers };
  return {
    method,
    path,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
}

export const bearer = (accessToken: string) => ({ authorization: `Bearer ${accessToken}` });
