import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, type IncomingHttpHeaders, request, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { eventually } from '../eventually.ts';
import { listen } from './fault-proxy.ts';
import { HttpFaultProxy } from './http.ts';

interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

describe('HttpFaultProxy', () => {
  let server: Server;
  let proxy: HttpFaultProxy;
  let received: Received[];

  beforeEach(async () => {
    received = [];
    server = await listen(
      createServer((incoming, outgoing) => {
        void text(incoming).then((body) => {
          received.push({
            method: incoming.method ?? '',
            path: incoming.url ?? '',
            headers: incoming.headers,
            body,
          });
          outgoing.writeHead(201, { 'x-count': String(received.length) }).end(`got ${body}`);
        });
      }),
    );
    proxy = await HttpFaultProxy.start((server.address() as { port: number }).port);
  });

  afterEach(async () => {
    await proxy.close();
    server.closeAllConnections();
    server.close();
  });

  const put = (path: string, body: string) => fetch(proxy.url + path, { method: 'PUT', body });

  it('passes on method, path, headers with the host that was called, body and answer', async () => {
    const answer = await put('/bucket/key?x=a%2Fb', 'some bytes');

    expect(answer.status).toBe(201);
    expect(answer.headers.get('x-count')).toBe('1');
    expect(await answer.text()).toBe('got some bytes');
    expect(received).toMatchObject([{ method: 'PUT', path: '/bucket/key?x=a%2Fb', body: 'some bytes' }]);
    expect(received[0]?.headers.host).toBe(`127.0.0.1:${proxy.port}`);
  });

  it('gives the answer of an interceptor in place of the call', async () => {
    proxy.intercept = ({ operation, body }) =>
      Promise.resolve({
        status: 503,
        headers: { 'retry-after': '1' },
        body: Buffer.from(`${operation} of ${body.length} bytes`),
      });

    const answer = await put('/bucket/key', 'abc');

    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await answer.text()).toBe('PutObject of 3 bytes');
    expect(received).toEqual([]);
  });

  it('makes a call as often as an interceptor proceeds, and gives the answer that it returns', async () => {
    proxy.intercept = async (_, proceed) => {
      await proceed();
      return proceed();
    };

    const answer = await put('/bucket/key', 'abc');

    expect(await answer.text()).toBe('got abc');
    expect(received.map(({ body }) => body)).toEqual(['abc', 'abc']);
  });

  it('cuts the connection before the call, or after it, as an interceptor says', async () => {
    proxy.intercept = () => Promise.resolve('cut');
    await expect(put('/bucket/key', 'before')).rejects.toThrow('fetch failed');
    proxy.intercept = async (_, proceed) => {
      await proceed();
      return 'cut';
    };
    await expect(put('/bucket/key', 'after')).rejects.toThrow('fetch failed');

    expect(received.map(({ body }) => body)).toEqual(['after']);
  });

  it('is as if nobody were there while it is disconnected, and itself again on the same port', async () => {
    const { url } = proxy;
    proxy.disconnect();
    await expect(put('/', 'lost')).rejects.toThrow('fetch failed');
    proxy.reconnect();

    expect((await put('/', 'found')).status).toBe(201);
    expect(proxy.url).toBe(url);
    expect(received.map(({ body }) => body)).toEqual(['found']);
  });

  it('cuts a call that is under way when it is disconnected', async () => {
    let isCalled = false;
    proxy.intercept = () => {
      isCalled = true;
      return new Promise(() => undefined);
    };
    const calling = put('/', 'under way');
    const failed = expect(calling).rejects.toThrow('fetch failed');
    await eventually(() => isCalled);
    proxy.disconnect();

    await failed;
  });

  it('holds a body back piece by piece while it streams', async () => {
    let passed = 0;
    const gate = Promise.withResolvers<undefined>();
    proxy.afterChunk = async (chunk) => {
      passed += chunk.length;
      if (passed >= 4) await gate.promise;
    };
    const sending = request(`${proxy.url}/`, { method: 'PUT', headers: { 'content-length': '8' } });
    const answered = new Promise<number>((resolve, reject) => {
      sending.on('error', reject).on('response', (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      });
    });
    sending.write('1234');
    await eventually(() => passed === 4);
    sending.end('5678');
    expect([passed, received]).toEqual([4, []]);

    gate.resolve(undefined);

    expect(await answered).toBe(201);
    expect(received.map(({ body }) => body)).toEqual(['12345678']);
  });

  it('answers with a broken connection where nobody listens behind it', async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await expect(put('/', 'nobody')).rejects.toThrow('fetch failed');
  });
});
