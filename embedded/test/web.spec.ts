/** The web app's port: its own pages, and the API below the prefixes that belong to it. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { apiPrefixes, pagePaths, problemSchema } from '@media-feed/contract';

let root: string;
let api: Server;
let web: ChildProcess;
let url: string;
interface Seen {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingMessage['headers'];
  body: string;
}
const seen: Seen[] = [];
/** Of a stream of events: what ends it, and its end as the API sees it. */
let endStream: (() => void) | undefined;
let streamClosed: Promise<unknown> | undefined;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'media-feed-web-'));
  await mkdir(join(root, 'assets'));
  await writeFile(join(root, 'index.html'), '<html><p>the page</p></html>');
  api = createServer((request, response) => {
    void text(request).then((body) => {
      seen.push({ method: request.method, url: request.url, headers: request.headers, body });
      if (request.url === '/media/events') {
        streamClosed = once(response, 'close');
        response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': first\n\n');
        endStream = () => response.end();
        return;
      }
      response.writeHead(201, { 'content-type': 'application/json', 'x-from': 'api' }).end('{"from":"api"}');
    });
  });
  api.listen(0, '127.0.0.1');
  await once(api, 'listening');
  const apiUrl = `http://127.0.0.1:${String((api.address() as AddressInfo).port)}`;
  web = fork(join(import.meta.dirname, '..', 'src', 'programs', 'web.ts'), {
    env: {
      WEB_PORT: '0',
      WEB_ROOT: root,
      API_URL: 'http://localhost:1',
      API_INTERNAL_URL: apiUrl,
      STORAGE_PUBLIC_ENDPOINT: 'http://localhost:2',
      MEDIA_BASE_URL: 'http://localhost:3',
    },
  });
  const [{ ready }] = (await once(web, 'message')) as [{ ready: { url: string } }];
  url = ready.url.replace('localhost', '127.0.0.1');
});
afterAll(async () => {
  const ended = once(web, 'exit');
  web.kill('SIGTERM');
  await ended;
  api.closeAllConnections();
  api.close();
  await rm(root, { recursive: true });
});
beforeEach(() => {
  seen.length = 0;
});

const publicPaths = apiPrefixes.flatMap(({ prefix, itself, below }) => [
  ...(itself && itself !== 'hidden' ? [prefix] : []),
  ...(below && below !== 'hidden' ? [`${prefix}/x.y`] : []),
]);
/** The page answers on localhost alone. */
const asBrowser = { headers: { accept: 'text/html' }, redirect: 'manual' } as const;

describe("the web app's port", () => {
  it.each(publicPaths.map((path) => [path]))('hands %s on to the API', async (path) => {
    const answer = await fetch(`${url}${path}?a=%2F`);
    expect(answer.status).toBe(201);
    expect(answer.headers.get('x-from')).toBe('api');
    expect(seen).toMatchObject([{ method: 'GET', url: `${path}?a=%2F` }]);
  });

  it('hands on method, body, headers and the true client', async () => {
    await fetch(`${url}/authentication/sign-in`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin: 'http://a.example',
        'x-forwarded-for': '1.2.3.4',
      },
      body: '{"a":1}',
    });
    expect(seen).toMatchObject([
      {
        method: 'POST',
        body: '{"a":1}',
        headers: {
          origin: 'http://a.example',
          'x-forwarded-for': '127.0.0.1',
          'content-type': 'application/json',
        },
      },
    ]);
  });

  it.each([['/metrics'], ['/metrics/'], ['/metrics/x']])('has nothing at %s', async (path) => {
    expect((await fetch(`${url}${path}`)).status).toBe(404);
    expect(seen).toEqual([]);
  });

  it.each(pagePaths.map((path) => [path.replaceAll(/:\w+|\*/g, 'media')]))(
    'shows the page at %s',
    async (path) => {
      const answer = await fetch(`${url}${path}`, asBrowser);
      // To the host that the refresh cookie belongs to.
      expect(answer.status).toBe(302);
      expect(answer.headers.get('location')).toBe(`${url.replace('127.0.0.1', 'localhost')}${path}`);
      expect(seen).toEqual([]);
    },
  );

  it('sends each event as it comes, and lets go of the API when the browser has gone', async () => {
    const gone = new AbortController();
    const answer = await fetch(`${url}/media/events`, { signal: gone.signal });
    const { value } = (await answer.body?.getReader().read()) as { value?: Uint8Array };
    expect(Buffer.from(value ?? []).toString()).toBe(': first\n\n');
    gone.abort();
    await streamClosed;
    endStream?.();
  });

  it('takes nothing but GET and HEAD for its own paths', async () => {
    expect((await fetch(`${url}/me`, { method: 'POST' })).status).toBe(405);
  });

  it('says in the form of the API that the API is unavailable', async () => {
    const lonely = fork(join(import.meta.dirname, '..', 'src', 'programs', 'web.ts'), {
      // Port 1 answers nobody.
      env: {
        WEB_PORT: '0',
        WEB_ROOT: root,
        API_URL: 'http://127.0.0.1:1',
        STORAGE_PUBLIC_ENDPOINT: 'http://localhost:2',
        MEDIA_BASE_URL: 'http://localhost:3',
      },
    });
    const [{ ready }] = (await once(lonely, 'message')) as [{ ready: { url: string } }];
    try {
      const answer = await fetch(`${ready.url.replace('localhost', '127.0.0.1')}/media?kind=IMAGE`);
      expect(answer.status).toBe(503);
      expect(answer.headers.get('content-type')).toMatch('application/problem+json');
      expect(problemSchema.parse(await answer.json())).toMatchObject({
        code: 'unavailable',
        instance: '/media',
      });
    } finally {
      const ended = once(lonely, 'exit');
      lonely.kill('SIGTERM');
      await ended;
    }
  });
});
