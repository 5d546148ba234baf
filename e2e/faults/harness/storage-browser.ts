/** Both buckets as an operator sees them, past every proxy. Signs by itself: what is listed is S3's word alone. */
import { createHash, createHmac } from 'node:crypto';

export type BucketName = 'media-feed-uploads' | 'media-feed-media';
export interface StoredObject {
  readonly key: string;
  readonly size: number;
}

const region = 'us-east-1';
const accessKeyId = 'media-feed-local';

export class StorageBrowser {
  readonly #host: string;
  readonly #secret: string;

  constructor(port: number, secret: string) {
    this.#host = `127.0.0.1:${String(port)}`;
    this.#secret = secret;
  }

  async list(bucket: BucketName): Promise<StoredObject[]> {
    const objects: StoredObject[] = [];
    for (let token: string | undefined = ''; token !== undefined;) {
      const page = await this.#send('GET', `/${bucket}`, {
        'list-type': '2',
        ...(token && { 'continuation-token': token }),
      });
      for (const [, entry = ''] of page.matchAll(/<Contents>(.*?)<\/Contents>/gs)) {
        objects.push({ key: textOf(entry, 'Key') ?? '', size: Number(textOf(entry, 'Size')) });
      }
      token = textOf(page, 'NextContinuationToken');
    }
    return objects;
  }

  /** Keys of the uploads that are neither complete nor given up. */
  async listMultipart(bucket: BucketName): Promise<string[]> {
    const page = await this.#send('GET', `/${bucket}`, { uploads: '' });
    return [...page.matchAll(/<Upload>(.*?)<\/Upload>/gs)].map(
      ([, entry = '']) => textOf(entry, 'Key') ?? '',
    );
  }

  async put(bucket: BucketName, key: string, body: Uint8Array<ArrayBuffer>): Promise<void> {
    await this.#send('PUT', `/${bucket}/${key}`, {}, body);
  }

  /** Signature Version 4, with the body's digest signed. */
  async #send(
    method: 'GET' | 'PUT',
    path: string,
    parameters: Record<string, string>,
    body: Uint8Array<ArrayBuffer> = new Uint8Array(),
  ): Promise<string> {
    const now = new Date().toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
    const digest = sha256(body);
    const query = Object.entries(parameters)
      .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
      .sort()
      .join('&');
    const signed = { host: this.#host, 'x-amz-content-sha256': digest, 'x-amz-date': now };
    const names = Object.keys(signed).join(';');
    const lines = Object.entries(signed).map(([name, value]) => `${name}:${value}\n`);
    const request = [method, path, query, lines.join(''), names, digest].join('\n');
    const scope = [now.slice(0, 8), region, 's3', 'aws4_request'];
    const text = ['AWS4-HMAC-SHA256', now, scope.join('/'), sha256(request)].join('\n');
    const key = scope.reduce<Buffer>((made, part) => hmac(made, part), Buffer.from(`AWS4${this.#secret}`));
    const signature = hmac(key, text).toString('hex');
    const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope.join('/')}, SignedHeaders=${names}, Signature=${signature}`;
    const answer = await fetch(`http://${this.#host}${path}${query && `?${query}`}`, {
      method,
      headers: { 'x-amz-content-sha256': digest, 'x-amz-date': now, authorization },
      ...(method === 'PUT' && { body }),
    });
    const received = await answer.text();
    if (!answer.ok) throw new Error(`Storage answered ${String(answer.status)} to ${path}: ${received}`);
    return received;
  }
}

function textOf(xml: string, name: string): string | undefined {
  return new RegExp(`<${name}>(.*?)</${name}>`, 's').exec(xml)?.[1];
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
