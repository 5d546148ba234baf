/**
 * The certificate of the host behind nginx, from its order to its renewal: the real program, the real nginx as its image
 * starts it, and Let's Encrypt's own test server. Skipped, loudly, where one of them is missing.
 */
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { connect, type PeerCertificate } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { CreateBucketCommand, GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { eventually } from '@media-feed/testing/eventually';
import { removeFolder } from '@media-feed/testing/remove-folder';
import { signUpPerson } from '../../backend/test/support/people.ts';
import { type Program, startProgram } from '../../backend/test/support/program.ts';
import { type Api, startApi } from './support/api.ts';
import { type CertificateAuthority, startCertificateAuthority } from './support/certificate-authority.ts';
import { findTool } from './support/find-tool.ts';
import { type Nginx, startNginx } from './support/nginx.ts';

/** The API is compiled first, which takes minutes on a busy machine. */
const startMilliseconds = 900_000;
const [nginxTool, pebble, challengeServer] = ['nginx', 'pebble', 'pebble-challtestsrv'].map(findTool);
const domain = 'origin.example.org';
const storageEndpoint = process.env.TEST_STORAGE_ENDPOINT ?? '';
const queueEndpoint = process.env.TEST_QUEUE_ENDPOINT ?? '';

/** Answers 404 at once; a refused connection is tried again for half a minute. */
const noAuthority = `${storageEndpoint}/no-bucket/directory`;

interface Host {
  readonly folder: string;
  readonly nginx: Nginx;
  readonly program: Program;
}

(nginxTool && pebble && challengeServer ? describe : describe.skip)("nginx's certificate", () => {
  let api: Api;
  let authority: CertificateAuthority;
  let bucket: string;
  const storage = new S3Client({ region: 'us-east-1', endpoint: storageEndpoint, forcePathStyle: true });
  const hosts: Host[] = [];

  beforeAll(async () => {
    api = await startApi({
      STORAGE_ENDPOINT: storageEndpoint,
      QUEUE_ENDPOINT: queueEndpoint,
      RESULTS_QUEUE_URL: `${queueEndpoint}/000000000000/media-results`,
      FAILURES_QUEUE_URL: `${queueEndpoint}/000000000000/media-failures`,
      TRUST_PROXY_HOPS: '1',
      // Its rounds would do the work of others that use this database.
      RECONCILE_INTERVAL_SECONDS: '86400',
    });
    authority = await startCertificateAuthority(pebble ?? '', challengeServer ?? '');
    bucket = `certificates-${String(Date.now())}`;
    await storage.send(new CreateBucketCommand({ Bucket: bucket }));
  }, startMilliseconds);
  afterAll(async () => {
    storage.destroy();
    await authority.stop();
    await api.stop();
  });
  afterEach(async () => {
    for (const { folder, nginx, program } of hosts.splice(0)) {
      program.kill('SIGTERM');
      expect(await program.ended).toBe(0);
      expect(await nginx.stop()).toBe(0);
      await removeFolder(folder);
    }
  });

  /** As user data, edge-nginx.yaml and certificates.yaml make one. */
  async function startHost(overrides: Readonly<Record<string, string>> = {}): Promise<Host> {
    const folder = await mkdtemp(join(tmpdir(), 'media-feed-host-'));
    const nginx = await startNginx(nginxTool ?? '', {
      API_SERVERS: new URL(api.url).host,
      CERTIFICATE_REQUIRED: 'on',
      CERTIFICATE_CHECK_SECONDS: '0.1',
      TLS_DIR: folder,
    });
    const program = startProgram(api.build.file('certificate.js'), {
      ENVIRONMENT: 'test',
      ORIGIN_DOMAIN_NAME: domain,
      HOSTED_ZONE_ID: 'Z123',
      CERTIFICATES_BUCKET: bucket,
      CERTIFICATE_DIR: folder,
      ACME_DIRECTORY_URL: authority.directoryUrl,
      AWS_REGION: 'us-east-1',
      STORAGE_ENDPOINT: storageEndpoint,
      DNS_ENDPOINT: authority.dnsEndpoint,
      NODE_EXTRA_CA_CERTS: authority.trustFile,
      ...overrides,
    });
    const host = { folder, nginx, program };
    hosts.push(host);
    return host;
  }

  /** As CloudFront connects: by the name, and trusting what the authority signs. */
  const trusting = { ca: '', servername: domain };
  beforeAll(() => {
    trusting.ca = authority.rootCertificate;
  });

  async function served({ nginx }: Host): Promise<{ certificate: PeerCertificate; isTrusted: boolean }> {
    const port = Number(new URL(nginx.https).port);
    const socket = connect({ host: '127.0.0.1', port, ...trusting, rejectUnauthorized: false });
    await once(socket, 'secureConnect');
    const [certificate, isTrusted] = [socket.getPeerCertificate(), socket.authorized];
    socket.destroy();
    return { certificate, isTrusted };
  }
  const serialOf = async (host: Host) => (await served(host)).certificate.serialNumber;
  /** Ten times in a row: workers of the configuration before may take connections for a moment yet. */
  const untilTrusted = (host: Host) =>
    eventually(
      async () => {
        for (let turn = 0; turn < 10; turn++) if (!(await served(host)).isTrusted) return false;
        return true;
      },
      Boolean,
      { what: `a certificate that is trusted; ${host.program.output()}` },
    );

  interface Answer {
    readonly status: number;
    readonly body: string;
  }
  /** Each from a network of its own, so that no limit counts them together however fast this machine is. */
  let client = 0;
  async function ask({ nginx }: Host, options: { readonly rejectUnauthorized: boolean }): Promise<Answer> {
    const url = new URL('/health/live', nginx.https);
    const agent = new Agent({ ...trusting, ...options });
    client += 1;
    const headers = {
      'x-forwarded-for': `10.${[client >> 16, client >> 8, client].map((part) => part & 255).join('.')}`,
    };
    const sent = request({ host: '127.0.0.1', port: url.port, path: url.pathname, agent, headers });
    sent.end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    const body = await text(response);
    agent.destroy();
    return { status: response.statusCode ?? 0, body };
  }

  it('serves nobody by TLS before it is ordered, and everybody with it afterwards', async () => {
    const host = await startHost({ ACME_DIRECTORY_URL: noAuthority });
    await host.program.waitForOutput(/Certificate not renewed/);
    expect((await fetch(`${host.nginx.status}/ready`)).status).toBe(503);
    const before = await ask(host, { rejectUnauthorized: false });
    expect(before.status).toBe(503);
    expect(JSON.parse(before.body)).toMatchObject({
      code: 'unavailable',
      detail: expect.stringContaining('no certificate yet'),
    });
    // By HTTP, which CloudFront may still use, all goes on.
    expect((await fetch(`${host.nginx.http}/health/live`)).status).toBe(200);

    const next = await startHost();
    await untilTrusted(next);
    expect((await served(next)).certificate.subjectaltname).toBe(`DNS:${domain}`);
    expect(await ask(next, { rejectUnauthorized: true })).toMatchObject({ status: 200 });
    await eventually(async () => (await fetch(`${next.nginx.status}/ready`)).status === 200);
    // One record, which is taken away again: it proves nothing to whoever finds it later.
    expect(authority.changes).toEqual([
      { action: 'UPSERT', name: `_acme-challenge.${domain}`, type: 'TXT' },
      { action: 'DELETE', name: `_acme-challenge.${domain}`, type: 'TXT' },
    ]);
  });

  it('renews under load, and no request is lost', async () => {
    const host = await startHost();
    await untilTrusted(host);
    const before = await serialOf(host);
    const stream = await openStream(host);
    const statuses = new Set<number>();
    let isDone = false as boolean;
    const people = Array.from({ length: 4 }, async () => {
      let count = 0;
      while (!isDone) {
        statuses.add((await ask(host, { rejectUnauthorized: true })).status);
        count += 1;
      }
      return count;
    });
    try {
      const said = host.program.output().length;
      host.program.kill('SIGHUP');
      await host.program.waitForOutput(/Certificate (not )?renewed/);
      expect(host.program.output().slice(said)).not.toMatch(/not renewed/);
      await eventually(
        () => serialOf(host),
        (serial) => serial !== before,
      );
      // Some more of them meet the new one.
      for (let turn = 0; turn < 20; turn++) await ask(host, { rejectUnauthorized: true });
    } finally {
      isDone = true;
    }
    const counts = await Promise.all(people);
    expect(Math.min(...counts)).toBeGreaterThan(0);
    expect([...statuses]).toEqual([200]);
    expect(stream.isOpen()).toBe(true);
    stream.close();
    expect((await served(host)).isTrusted).toBe(true);
  });

  it('is on the next host without an order', async () => {
    const first = await startHost();
    await untilTrusted(first);
    const next = await startHost({ ACME_DIRECTORY_URL: noAuthority });
    await untilTrusted(next);
    expect(await serialOf(next)).toBe(await serialOf(first));
    expect(next.program.output()).not.toMatch(/Certificate not renewed/);
  });

  it('stays, and is served, while the authority is away', async () => {
    const first = await startHost();
    await untilTrusted(first);
    const next = await startHost({ ACME_DIRECTORY_URL: noAuthority });
    await untilTrusted(next);
    next.program.kill('SIGHUP');
    await next.program.waitForOutput(/Certificate not renewed/);
    expect(await serialOf(next)).toBe(await serialOf(first));
    expect(await ask(next, { rejectUnauthorized: true })).toMatchObject({ status: 200 });
  });

  it('is not taken from a file that is none, or whose key is another’s', async () => {
    const host = await startHost();
    await untilTrusted(host);
    const serial = await serialOf(host);
    const path = join(host.folder, 'origin.pem');
    const whole = await readFile(path, 'utf8');
    const [, chain = ''] = whole.split('-----END PRIVATE KEY-----');
    const foreign = await readFile(authority.trustFile.replace('certificate.pem', 'key.pem'), 'utf8');
    for (const broken of ['', 'nonsense', foreign + chain]) {
      await writeFile(path, broken);
      const said = host.nginx.output().length;
      await eventually(() => host.nginx.output().slice(said).includes('holds no certificate with its key'));
      expect(await serialOf(host)).toBe(serial);
    }
  });

  it('keeps the key in the bucket and in the file alone', async () => {
    const host = await startHost();
    await untilTrusted(host);
    const kept = await storage.send(new GetObjectCommand({ Bucket: bucket, Key: `${domain}.pem` }));
    const pem = (await kept.Body?.transformToString()) ?? '';
    expect(pem).toBe(await readFile(join(host.folder, 'origin.pem'), 'utf8'));
    expect(new X509Certificate(pem).serialNumber).toBe(await serialOf(host));
    expect(host.program.output()).not.toContain('PRIVATE KEY');
  });

  /** Of events, which outlives the workers that are replaced. */
  async function openStream({ nginx }: Host): Promise<{ isOpen: () => boolean; close: () => void }> {
    const agent = new Agent({ ...trusting });
    const { port } = new URL(nginx.https);
    const { token } = await signUpPerson(api.url);
    const headers = { authorization: `Bearer ${token}` };
    const sent = request({ host: '127.0.0.1', port, path: '/media/events', agent, headers });
    sent.end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    expect(response.statusCode).toBe(200);
    let open = true;
    response.on('close', () => (open = false)).resume();
    return {
      isOpen: () => open,
      close: () => {
        sent.destroy();
        agent.destroy();
      },
    };
  }
});
