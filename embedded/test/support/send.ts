import { request as requestHttp } from 'node:http';
import type { Agent, IncomingHttpHeaders } from 'node:http';
import { request as requestHttps } from 'node:https';

export interface SentRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
  /** To keep connections, and to count them. */
  readonly agent?: Agent;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A request with exactly these headers, `Host` and `Content-Length` included, which fetch does not let one set. */
export function send(url: string, request: SentRequest = {}): Promise<Answer> {
  const { method = 'GET', headers = {}, body, agent } = request;
  const length =
    body === undefined || 'transfer-encoding' in headers
      ? {}
      : { 'content-length': String(Buffer.byteLength(body)) };
  const open = url.startsWith('https:') ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const sent = open(url, { method, headers: { ...length, ...headers }, agent }, (incoming) => {
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

/** A client that waits for `100 Continue`, up to the answer, before it sends its body. */
export function sendExpecting(
  url: string,
  { headers = {}, body = '' }: SentRequest,
): Promise<Answer & { invited: boolean }> {
  return new Promise((resolve, reject) => {
    const sent = requestHttp(url, {
      method: 'PUT',
      headers: { expect: '100-continue', ...headers },
      agent: false,
    });
    let invited = false;
    sent.on('continue', () => {
      invited = true;
      sent.end(body);
    });
    sent.on('error', reject);
    sent.on('response', (incoming) => {
      incoming.toArray().then((chunks: Buffer[]) => {
        sent.destroy();
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: text, invited });
      }, reject);
    });
    sent.flushHeaders();
  });
}

/** The `<Code>` of an S3 error document. */
export function errorCode({ body }: Answer): string | undefined {
  return /<Code>([^<]+)<\/Code>/.exec(body)?.[1];
}
