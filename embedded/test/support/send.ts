import { request as requestHttp } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { request as requestHttps } from 'node:https';

export interface SentRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A request with exactly these headers, `Host` and `Content-Length` included, which fetch does not let one set. */
export function send(url: string, { method = 'GET', headers = {}, body }: SentRequest = {}): Promise<Answer> {
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const request = url.startsWith('https:') ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers: { ...length, ...headers } }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming
        .on('data', (chunk: Buffer) => chunks.push(chunk))
        .on('error', reject)
        .on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: text });
        });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Sends the head and the beginning of the body, then cuts the connection. */
export function sendCut(
  url: string,
  { method = 'PUT', headers = {}, body = '' }: SentRequest,
): Promise<void> {
  const request = url.startsWith('https:') ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent: false });
    sent.on('error', () => undefined);
    sent.on('response', () => {
      reject(new Error('An answer came before the body had'));
    });
    sent.on('close', resolve);
    sent.write(body, () => sent.destroy());
  });
}

/** The `<Code>` of an S3 error document. */
export function errorCode({ body }: Answer): string | undefined {
  return /<Code>([^<]+)<\/Code>/.exec(body)?.[1];
}
