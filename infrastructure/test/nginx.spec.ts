/** The real nginx, as the image starts it, in front of the real API. Skipped, loudly, where there is no nginx. */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { connect } from 'node:http2';
import { type AddressInfo, connect as connectTcp } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { call, expectProblem } from '../../backend/test/support/http.ts';
import { signUpPerson } from '../../backend/test/support/people.ts';
import { folder } from '../src/template.ts';
import { type Api, startApi } from './support/api.ts';
import { findTool } from './support/find-tool.ts';
import { freePort } from '@media-feed/testing/free-ports';
import { type Nginx, startNginx } from './support/nginx.ts';

/** The API is compiled first, which takes minutes on a busy machine. */
const startMilliseconds = 900_000;
const tool = findTool('nginx');
const secret = 'known-to-our-distribution-alone';
const queueEndpoint = process.env.TEST_QUEUE_ENDPOINT ?? '';
const secretBefore = 'known-to-our-distribution-before';
const known = { 'x-origin-secret': secret };

(tool ? describe : describe.skip)('nginx in front of the API', () => {
  let api: Api;
  let nginx: Nginx;

  beforeAll(async () => {
    api = await startApi({
      STORAGE_ENDPOINT: process.env.TEST_STORAGE_ENDPOINT ?? '',
      QUEUE_ENDPOINT: queueEndpoint,
      RESULTS_QUEUE_URL: `${queueEndpoint}/000000000000/media-results`,
      FAILURES_QUEUE_URL: `${queueEndpoint}/000000000000/media-failures`,
      TRUST_PROXY_HOPS: '1',
      SIGN_IN_LIMIT_PER_ADDRESS: '3',
      // Its rounds would do the work of others that use this database.
      RECONCILE_INTERVAL_SECONDS: '86400',
    });
    // The second process is being deployed: nobody listens there.
    const servers = `${new URL(api.url).host} 127.0.0.1:${String(await freePort())}`;
    nginx = await startNginx(tool ?? '', {
      API_SERVERS: servers,
      ORIGIN_SECRET: secret,
      ORIGIN_PREVIOUS_SECRET: secretBefore,
      TRUSTED_PROXIES: '127.0.0.0/8',
    });
  }, startMilliseconds);
  afterAll(async () => {
    expect(await nginx.stop()).toBe(0);
    await api.stop();
  });

  const signIn = (forwardedFor: string) =>
    call(nginx.http, '/authentication/sign-in', {
      method: 'POST',
      headers: { ...known, 'x-forwarded-for': forwardedFor },
      body: { email: `nobody-${String(Math.random())}@example.org`, password: 'password123' },
    });

  it('hands requests on, and none fails while one of two processes is unavailable', async () => {
    for (let round = 0; round < 8; round++) {
      expect((await call(nginx.http, '/media?size=1', { headers: known })).status).toBe(200);
      const person = {
        email: `person-${String(round)}@example.org`,
        password: 'password123',
        confirmPassword: 'password123',
      };
      const { status } = await call(nginx.http, '/authentication/sign-up', {
        method: 'POST',
        headers: known,
        body: person,
      });
      expect(status).toBe(201);
    }
  });

  it('serves nobody who does not come through our distribution', async () => {
    expectProblem(await call(nginx.http, '/media'), 'not-found');
    expectProblem(
      await call(nginx.http, '/media', { headers: { 'x-origin-secret': `${secret}x` } }),
      'not-found',
    );
  });

  it('serves our distribution while it still sends the secret before', async () => {
    const headers = { 'x-origin-secret': secretBefore };
    expect((await call(nginx.http, '/media?size=1', { headers })).status).toBe(200);
    expectProblem(await call(nginx.http, '/media', { headers: { 'x-origin-secret': '' } }), 'not-found');
  });

  it.each(['', secret])('starts with «%s» as the secret before, and admits nobody by it', async (before) => {
    const alone = await startNginx(tool ?? '', {
      API_SERVERS: new URL(api.url).host,
      ORIGIN_SECRET: secret,
      ORIGIN_PREVIOUS_SECRET: before,
    });
    expectProblem(await call(alone.http, '/media', { headers: { 'x-origin-secret': '' } }), 'not-found');
    expectProblem(await call(alone.http, '/media'), 'not-found');
    expect((await call(alone.http, '/media?size=1', { headers: known })).status).toBe(200);
    expect(await alone.stop()).toBe(0);
  });

  it.each(['/metrics', '/metrics/', '/%6detrics', '//metrics', '/./metrics', '/METRICS', '/metrics?a=1'])(
    'keeps %s to the network',
    async (path) => {
      const answer = await call(nginx.http, path, { headers: known });
      expectProblem(answer, 'not-found');
      expect((await call(api.url, '/metrics')).status).toBe(200);
    },
  );

  it('counts by the address that the last proxy noted, whatever the client made up before it', async () => {
    const statuses: number[] = [];
    for (let turn = 0; turn < 5; turn++)
      statuses.push((await signIn(`198.51.100.${String(turn)}, 203.0.113.9`)).status);
    expect(statuses).toEqual([401, 401, 401, 429, 429]);
    expect((await signIn('203.0.113.9, 203.0.113.10')).status).toBe(401);
  });

  it('speaks HTTP/2 over TLS with the certificate from the files', async () => {
    const session = connect(nginx.https, { ca: nginx.certificate });
    const request = session.request({ ':path': '/health/live', ...known });
    const [status, protocol] = await new Promise<[unknown, unknown]>((resolve, reject) => {
      session.on('error', reject);
      request
        .on('error', reject)
        .on('response', (headers) => resolve([headers[':status'], session.alpnProtocol]));
    });
    session.close();
    expect([status, protocol]).toEqual([200, 'h2']);
  });

  it('passes events on as they come', async () => {
    const person = await signUpPerson(api.url);
    const aborter = new AbortController();
    const stream = await fetch(`${nginx.http}/media/events`, {
      headers: { ...known, authorization: `Bearer ${person.token}` },
      signal: aborter.signal,
    });
    expect(stream.headers.get('content-type')).toMatch(/^text\/event-stream/);
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    // The API writes a first line at once; held back, it would not be here before the stream's end.
    const first = await reader?.read();
    expect(first?.value).toMatch(/^:|^id:|^event:|^retry:/);
    aborter.abort();
  });

  it('takes headers as large as a browser sends, and refuses larger ones with a reason', async () => {
    const large = await call(nginx.http, '/users/me', {
      headers: { ...known, authorization: `Bearer ${'x'.repeat(8_000)}` },
    });
    expectProblem(large, 'unauthenticated');
    const cookies = await call(nginx.http, '/health/live', {
      headers: { ...known, cookie: `a=${'x'.repeat(12_000)}` },
    });
    expect(cookies.status).toBe(200);
    const tooLarge = await call(nginx.http, '/health/live', {
      headers: { ...known, cookie: `a=${'x'.repeat(40_000)}` },
    });
    expectProblem(tooLarge, 'headers-too-large');
    const tooLong = await call(nginx.http, `/media?cursor=${'x'.repeat(20_000)}`, { headers: known });
    expectProblem(tooLong, 'uri-too-long');
  });

  it('refuses bodies that the API would not take', async () => {
    const body = JSON.stringify({ fileName: 'x'.repeat(2 * 1024 * 1024) });
    expectProblem(
      await call(nginx.http, '/media/presigned-url', { method: 'POST', headers: known, body }),
      'body-too-large',
    );
  });

  it('answers what is no HTTP with problem details too', async () => {
    const text = await new Promise<string>((resolve, reject) => {
      let received = '';
      const socket = connectTcp(Number(new URL(nginx.http).port), '127.0.0.1', () =>
        socket.write('GET / HTTP/1.1\r\nHost: a b\r\n\r\n'),
      );
      socket
        .setEncoding('utf8')
        .on('data', (chunk: string) => (received += chunk))
        .on('close', () => resolve(received))
        .on('error', reject);
    });
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    expect(text).toContain('"code":"malformed-request"');
  });

  it('logs JSON without an address, a query or a token', async () => {
    const marker = 'marker-7f3a';
    await call(nginx.http, `/media?cursor=${marker}"\\`, {
      headers: { ...known, authorization: `Bearer ${marker}`, 'x-forwarded-for': '203.0.113.77' },
    });
    const lines = await nginx.log();
    expect(lines.at(-1)).toMatchObject({
      service: 'nginx',
      method: 'GET',
      path: '/media',
      status: expect.any(Number),
      requestId: expect.stringMatching(/./),
    });
    expect(JSON.stringify(lines)).not.toMatch(/marker-7f3a|203\.0\.113/);
  });

  it('tells the host whether the API behind it is ready', async () => {
    expect((await call(nginx.status, '/ready')).status).toBe(200);
    expect((await call(nginx.status, '/media')).status).toBe(404);
  });

  it('slows down an address that asks hundreds of times at once, and no other', async () => {
    const burst = await Promise.all(
      Array.from({ length: 400 }, () =>
        call(nginx.http, '/health/live', { headers: { ...known, 'x-forwarded-for': '203.0.113.200' } }),
      ),
    );
    const refused = burst.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(50);
    for (const answer of refused.slice(0, 3)) {
      expectProblem(answer, 'too-many-requests');
      expect(answer.headers.get('retry-after')).toBe('1');
    }
    expect(
      (await call(nginx.http, '/health/live', { headers: { ...known, 'x-forwarded-for': '203.0.113.201' } }))
        .status,
    ).toBe(200);
  });

  const burstFrom = async (addressOf: (index: number) => string, length: number) => {
    const burst = await Promise.all(
      Array.from({ length }, (_, index) =>
        call(nginx.http, '/health/live', { headers: { ...known, 'x-forwarded-for': addressOf(index) } }),
      ),
    );
    return burst.filter(({ status }) => status === 429).length;
  };
  const hex = (index: number) => index.toString(16);

  it('counts a network of IPv6 as one client, however its addresses are written', async () => {
    // As text these have the network's first four groups in four different ways.
    const written = ['2001:db8::', '2001:db8:0:0:1::', '2001:db8:0:0:1:2:3:', '2001:0DB8::1:0:0:'];
    const refused = await burstFrom((index) => `${written[index % 4] ?? ''}${hex(index + 1)}`, 400);

    expect(refused).toBeGreaterThan(50);
    expect(await burstFrom((index) => `2001:db8:0:1::${hex(index + 1)}`, 100)).toBe(0);
  });

  it('counts an IPv4 address alike where it is written as IPv6', async () => {
    const written = ['203.0.113.210', '::ffff:203.0.113.210'];
    expect(await burstFrom((index) => written[index % 2] ?? '', 400)).toBeGreaterThan(50);
    expect(await burstFrom(() => '::ffff:203.0.113.211', 100)).toBe(0);
  });
});

/** The image's own settings with smaller numbers, so that a test need not be as many clients as there may be. */
async function withNumbers(numbers: Readonly<Record<string, string>>): Promise<string> {
  let settings = await readFile(join(folder, 'nginx', 'nginx.conf.template'), 'utf8');
  for (const [before, after] of Object.entries(numbers)) {
    expect(settings).toContain(before);
    settings = settings.replaceAll(before, after);
  }
  const file = join(await mkdtemp(join(tmpdir(), 'media-feed-nginx-numbers-')), 'nginx.conf.template');
  await writeFile(file, settings);
  return file;
}

(tool ? describe : describe.skip)('nginx with small numbers', () => {
  let upstream: Server;
  let nginx: Nginx;

  beforeAll(async () => {
    // Streams that go on, as the API's do, and answers of nothing.
    upstream = createServer((request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      if (request.url === '/media/events' || request.url === '/held') response.write(': begun\n\n');
      else response.end();
    }).listen(0, '127.0.0.1');
    await once(upstream, 'listening');
    const template = await withNumbers({
      'zone=site_requests:4m rate=500r/s': 'zone=site_requests:4m rate=1r/m',
      'zone=site_requests burst=2000': 'zone=site_requests burst=5',
      'zone=requests:4m rate=50r/s': 'zone=requests:4m rate=1r/m',
      'zone=requests burst=200': 'zone=requests burst=5',
      'limit_conn connections 100': 'limit_conn connections 2',
      'limit_conn site_connections 1000': 'limit_conn site_connections 3',
      'limit_conn connections 200': 'limit_conn connections 1',
      'limit_conn site_connections 2000': 'limit_conn site_connections 2',
      'limit_conn streams 1500': 'limit_conn streams 4',
    });
    nginx = await startNginx(tool ?? '', {
      API_SERVERS: `127.0.0.1:${String((upstream.address() as AddressInfo).port)}`,
      ORIGIN_SECRET: secret,
      TRUSTED_PROXIES: '127.0.0.0/8',
      TEMPLATE: template,
    });
  });
  afterAll(async () => {
    await nginx.stop();
    upstream.closeAllConnections();
    upstream.close();
  });

  const from = (address: string) => ({ ...known, 'x-forwarded-for': address });
  /** The status of a request whose answer goes on until it is aborted. */
  const open = async (path: string, address: string, { signal }: AbortController) =>
    (await fetch(`${nginx.http}${path}`, { headers: from(address), signal })).status;

  it('counts the requests of one client, one after the other', async () => {
    const statuses: number[] = [];
    for (let request = 0; request < 8; request++) {
      statuses.push((await call(nginx.http, '/health/live', { headers: from('203.0.113.240') })).status);
    }

    expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 429, 429]);
  });

  it('counts all networks in 48 bits of IPv6 together, and no other', async () => {
    const statuses: number[] = [];
    for (let network = 1; network <= 8; network++) {
      const headers = from(`2001:db8:7:${network.toString(16)}::1`);
      statuses.push((await call(nginx.http, '/health/live', { headers })).status);
    }

    // Five more than the first may come at once; the next is due a minute later.
    expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 429, 429]);
    const other = await call(nginx.http, '/health/live', { headers: from('2001:db8:8:1::1') });
    expect(other.status).toBe(200);
  });

  it('keeps few connections busy for one client and for networks in 48 bits of IPv6', async () => {
    const aborter = new AbortController();
    const hold = (address: string) => open('/held', address, aborter);

    const ofOneClient = [
      await hold('2001:db8:b:1::1'),
      await hold('2001:db8:b:1::2'),
      await hold('2001:db8:b:1::3'),
    ];
    const ofItsSite = [await hold('2001:db8:b:2::1'), await hold('2001:db8:b:3::1')];
    const ofAnother = await hold('2001:db8:c:1::1');
    aborter.abort();

    expect(ofOneClient).toEqual([200, 200, 429]);
    expect(ofItsSite).toEqual([200, 429]);
    expect(ofAnother).toBe(200);
  });

  it('keeps few streams open for one client and for networks in 48 bits of IPv6, and not many for all', async () => {
    const aborter = new AbortController();
    const stream = (address: string) => open('/media/events', address, aborter);

    const ofOneSite = [
      await stream('2001:db8:9:1::1'),
      await stream('2001:db8:9:1::2'),
      await stream('2001:db8:9:2::1'),
      await stream('2001:db8:9:3::1'),
    ];
    const ofOthers = [
      await stream('203.0.113.1'),
      await stream('2001:db8:a:1::1'),
      await stream('203.0.113.3'),
    ];
    aborter.abort();

    expect(ofOneSite).toEqual([200, 429, 200, 429]);
    expect(ofOthers).toEqual([200, 200, 429]);
  });
});

(tool ? describe : describe.skip)('nginx without what it needs', () => {
  it('answers 503 with Retry-After while no process of the API is up', async () => {
    const nginx = await startNginx(tool ?? '', { API_SERVERS: `127.0.0.1:${String(await freePort())}` });
    const answer = await call(nginx.http, '/media');
    expectProblem(answer, 'unavailable');
    expect(answer.headers.get('retry-after')).toBe('2');
    expect(await nginx.stop()).toBe(0);
  });

  it.each([
    [{}, /API_SERVERS/],
    [{ API_SERVERS: '127.0.0.1:1;}' }, /API_SERVERS holds no host:port/],
    [{ API_SERVERS: '127.0.0.1:1', ORIGIN_SECRET: 'a" 0; }' }, /ORIGIN_SECRET may hold/],
  ])('says what is wrong with %j', (environment, says) => {
    const { status, stderr } = spawnSync(join(folder, 'nginx', 'entrypoint.sh'), {
      env: {
        PATH: process.env.PATH,
        RUN_DIR: join(process.env.TMPDIR ?? '/tmp', 'media-feed-nginx-none'),
        ...environment,
      },
      encoding: 'utf8',
    });
    expect(status).not.toBe(0);
    expect(stderr).toMatch(says);
  });
});
