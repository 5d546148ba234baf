import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ProblemCode, problemSchema } from '@media-feed/contract';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let api: TestApp;
beforeAll(async () => {
  api = await startTestApp({ requestTimeoutSeconds: 1 });
});
afterAll(() => api.close());

/** Writes bytes to a socket and gives what comes back until the server closes it, or the first of it. */
function exchange(bytes: string, untilFirstBytes = false): Promise<string> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(api.url);
    const socket = connect(Number(port), hostname, () => socket.write(bytes, 'latin1'));
    let received = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      received += chunk;
      if (untilFirstBytes) socket.destroy();
    });
    socket.on('close', () => resolve(received));
    socket.on('error', reject);
  });
}

function expectProblemIn(received: string, status: number, code: ProblemCode): void {
  const [head = '', body = ''] = received.split('\r\n\r\n');
  expect(head).toMatch(new RegExp(`^HTTP/1.1 ${String(status)} `));
  expect(head.toLowerCase()).toContain('content-type: application/problem+json');
  const problem = problemSchema.parse(JSON.parse(body));
  expect(problem).toMatchObject({ status, code });
  expect(head.toLowerCase()).toContain(`x-request-id: ${problem.requestId}`);
}

const close = 'Connection: close\r\n\r\n';

describe('malformed HTTP', () => {
  it.each([
    ['no HTTP at all', 'hello\r\n\r\n'],
    ['a TLS greeting', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n'],
    ['an unknown method', 'FETCH / HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['a space in the address', 'GET /a b HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['two Hosts', 'GET /health/live HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n'],
    ['the same Host twice', 'GET /health/live HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n'],
    ['a header without a colon', 'GET / HTTP/1.1\r\nHost: a\r\nrubbish\r\n\r\n'],
    [
      'two ways to tell the length',
      'POST /authentication/sign-in HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    [
      'a length that is none',
      'POST /authentication/sign-in HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n',
    ],
    ['a tunnel', 'CONNECT example.org:443 HTTP/1.1\r\nHost: example.org\r\n\r\n'],
    ['no host', `GET /health/live HTTP/1.1\r\n${close}`],
  ])('is a problem: %s', async (_name, bytes) => {
    expectProblemIn(await exchange(bytes), 400, 'malformed-request');
  });

  it.each(['Expect: nonsense', 'Upgrade: websocket\r\nConnection: upgrade'])(
    'is not what it asks for that we do not know: %j',
    async (header) => {
      const request = `GET /health/live HTTP/1.1\r\nHost: a\r\n${header}\r\n`;
      const ending = header.includes('Connection') ? '\r\n' : close;
      expect(await exchange(request + ending, true)).toMatch(/^HTTP\/1.1 200 /);
    },
  );

  it('is a problem: headers above the limit', async () => {
    const bytes = `GET / HTTP/1.1\r\nHost: a\r\nX-Large: ${'x'.repeat(20_000)}\r\n\r\n`;
    expectProblemIn(await exchange(bytes), 431, 'headers-too-large');
  });

  it('is a problem: a chunk that is none', async () => {
    const bytes =
      'POST /authentication/sign-in HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n' +
      'Transfer-Encoding: chunked\r\n\r\nzz\r\n';
    expectProblemIn(await exchange(bytes), 400, 'malformed-request');
  });

  it('is answered all the same by HTTP/1.0 without a host', async () => {
    expect(await exchange('GET /health/live HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1.1 200 /);
  });

  it('is a problem: a request that never ends', async () => {
    const bytes = 'POST /authentication/sign-in HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n';
    expectProblemIn(await exchange(bytes), 408, 'request-timeout');
  });

  it('holds nobody up: 300 clients that never finish are sent away, and others are served meanwhile', async () => {
    const halves = [
      'GET /health/live HTTP/1.1\r\nHost: a\r\nX-Slow:',
      'POST /authentication/sign-in HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
    ];
    const slow = Promise.all(Array.from({ length: 300 }, (_, index) => exchange(halves[index % 2] ?? '')));

    const served = await Promise.all(Array.from({ length: 20 }, () => fetch(`${api.url}/media`)));

    expect(served.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
    const received = await slow;
    expect(received).toHaveLength(300);
    for (const answer of received) expectProblemIn(answer, 408, 'request-timeout');
  });
});
