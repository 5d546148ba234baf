/** Real storage behind an interceptor that fails the PUTs a test chooses, and the API with answers that get lost. */
import { once } from 'node:events';
import { request as sendRequest, type ClientRequest } from 'node:http';
import { createClient, type CallName, type Client, parseApiError } from '@media-feed/contract';
import axios from 'axios';
import type { PutRequest, PutResponse, PutToStorage } from '../../src/upload-api.ts';

/**
 * `status`: answered without reaching storage. `cut`: broken in the middle of the body. `lose-answer`: it
 * arrives and its answer is lost. `expire`: held until its URL is over.
 */
export type PutFault = { readonly status: number } | 'cut' | 'lose-answer' | 'expire';

export interface FaultyStorage {
  readonly put: PutToStorage;
  /** URLs of the PUTs so far, in order, without their signatures; not those that came too late for their URL. */
  readonly puts: () => readonly string[];
}

/** `fault` is asked of each PUT, with the number of those to the same place before. */
export function faultyStorage(
  fault: (request: PutRequest, earlier: number) => PutFault | undefined,
): FaultyStorage {
  const puts: string[] = [];
  return {
    puts: () => puts,
    put: async (request) => {
      request.signal.throwIfAborted();
      const place = placeOf(request.url);
      const planned = fault(request, puts.filter((other) => other === place).length);
      puts.push(place);
      if (typeof planned === 'object') return { status: planned.status, etag: null };
      if (planned === 'expire') await untilOver(request.url);
      const answer = await send(request, planned === 'cut');
      // The URLs of this API live for seconds: on a slow machine some expire unasked, and are no PUT of the test's.
      if (planned === undefined && answer.status === 403) puts.splice(puts.lastIndexOf(place), 1);
      return planned === 'lose-answer' ? broken : answer;
    },
  };
}

const broken: PutResponse = { status: 0, etag: null };

/** Path and part: where a PUT leads to. */
export function placeOf(url: string): string {
  const { pathname, searchParams } = new URL(url);
  return `${pathname}#${searchParams.get('partNumber') ?? ''}`;
}

async function untilOver(url: string): Promise<void> {
  const query = new URL(url).searchParams;
  const [, date, time] = /^(\d{8})T(\d{6})Z$/.exec(query.get('X-Amz-Date') ?? '') ?? [];
  if (!date || !time) throw new Error(`This URL has no date: ${url}`);
  const iso = `${date.replace(/(....)(..)(..)/, '$1-$2-$3')}T${time.replace(/(..)(..)(..)/, '$1:$2:$3')}Z`;
  const overAtMs = Date.parse(iso) + Number(query.get('X-Amz-Expires')) * 1000;
  while (Date.now() <= overAtMs) await new Promise((resolve) => setTimeout(resolve, 100));
}

/** Streams the body as a browser does; `cut` closes the connection half-way. */
function send({ url, headers, body, signal, onProgress }: PutRequest, cut: boolean): Promise<PutResponse> {
  return new Promise((resolve, reject) => {
    const outgoing = sendRequest(url, {
      method: 'PUT',
      headers: { ...headers, 'Content-Length': String(body.size) },
      signal,
    });
    outgoing.on('response', (answer) => {
      answer.resume();
      answer.on('end', () => {
        resolve({ status: answer.statusCode ?? 0, etag: answer.headers.etag ?? null });
      });
    });
    outgoing.on('error', (error) => {
      if (signal.aborted) reject(error);
      else resolve(broken);
    });
    write(outgoing, body, cut, onProgress).catch(() => undefined); // reported by its own events
  });
}

async function write(
  outgoing: ClientRequest,
  body: Blob,
  cut: boolean,
  onProgress: (sentBytes: number) => void,
): Promise<void> {
  const cutAt = cut ? Math.floor(body.size / 2) : Number.POSITIVE_INFINITY;
  let sent = 0;
  for await (const chunk of body.stream() as unknown as AsyncIterable<Uint8Array>) {
    if (sent + chunk.length > cutAt) {
      outgoing.write(chunk.subarray(0, cutAt - sent), () => outgoing.destroy());
      return;
    }
    if (!outgoing.write(chunk)) await once(outgoing, 'drain');
    sent += chunk.length;
    onProgress(sent);
  }
  outgoing.end();
}

/** The API as the page calls it, with somebody's token; `loseAnswer` chooses the calls whose answers are lost. */
export function apiOf(
  url: string,
  token?: string,
  loseAnswer: (name: CallName) => boolean = () => false,
): Client {
  const http = axios.create({ baseURL: url, headers: token ? { Authorization: `Bearer ${token}` } : {} });
  return createClient(async ({ name, method, path, body, signal }) => {
    try {
      const { status, data } = await http.request<unknown>({
        method,
        url: path,
        data: body,
        ...(signal && { signal }),
      });
      if (loseAnswer(name)) throw Object.assign(new Error(), { response: { status: 503, data: '' } });
      return { status, body: data };
    } catch (error) {
      throw parseApiError(error);
    }
  });
}
