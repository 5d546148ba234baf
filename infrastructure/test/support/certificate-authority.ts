/**
 * Let's Encrypt's own test server, the DNS server that belongs to it, and as much of Route 53 as writes into that:
 * Debian's package pebble.
 */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { Agent, get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { eventually } from '@media-feed/testing/eventually';
import { removeFolder } from '@media-feed/testing/remove-folder';
import { freePorts } from '@media-feed/testing/free-ports';

export interface CertificateAuthority {
  readonly directoryUrl: string;
  /** Certificates of the programs that talk to it; a file. */
  readonly trustFile: string;
  /** What it signs with, as a client of the edge would trust it; PEM. */
  readonly rootCertificate: string;
  readonly dnsEndpoint: string;
  /** Records that were made, and taken away, so far. */
  readonly changes: readonly DnsChange[];
  readonly stop: () => Promise<void>;
}
interface DnsChange {
  readonly action: string;
  readonly name: string;
  readonly type: string;
}

/** @throws with what it says when it does not come up. */
export async function startCertificateAuthority(
  pebble: string,
  challengeServer: string,
): Promise<CertificateAuthority> {
  const home = await mkdtemp(join(tmpdir(), 'media-feed-authority-'));
  const [listen, management, dns, dnsManagement] = await freePorts(4);
  const local = (port: number | undefined) => `127.0.0.1:${String(port)}`;
  const [key, certificate] = [join(home, 'key.pem'), join(home, 'certificate.pem')];
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...names],
      ...['-keyout', key, '-out', certificate],
    ],
    { stdio: 'ignore' },
  );
  const configuration = {
    pebble: {
      listenAddress: local(listen),
      managementListenAddress: local(management),
      certificate,
      privateKey: key,
      httpPort: 5002,
      tlsPort: 5001,
    },
  };
  await writeFile(join(home, 'pebble.json'), JSON.stringify(configuration));
  const quiet = ['-http01', '', '-https01', '', '-tlsalpn01', ''];
  const challenges = start(challengeServer, [
    ...['-dns01', local(dns), '-management', local(dnsManagement), ...quiet],
  ]);
  const authority = start(pebble, ['-config', join(home, 'pebble.json'), '-dnsserver', local(dns)], {
    // It would wait up to 15 s before it looks at the record.
    PEBBLE_VA_NOSLEEP: '1',
  });
  const changes: DnsChange[] = [];
  const records = `http://${local(dnsManagement)}`;
  const route53 = await startRoute53(records, changes);
  const ca = await readFile(certificate, 'utf8');
  const rootUrl = `https://${local(management)}/roots/0`;
  const rootCertificate = await eventually(() => download(rootUrl, ca).catch(() => ''));
  return {
    directoryUrl: `https://${local(listen)}/dir`,
    trustFile: certificate,
    rootCertificate,
    dnsEndpoint: route53.url,
    changes,
    stop: async () => {
      await Promise.all([stop(authority), stop(challenges), route53.stop()]);
      await removeFolder(home);
    },
  };
}

function start(program: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  return spawn(program, args, { stdio: 'ignore', env: { PATH: process.env.PATH, ...environment } });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, 'close');
  child.kill('SIGTERM');
  await ended;
}

function download(url: string, ca: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get(url, { agent: new Agent({ ca }) }, (response) => {
      text(response).then(resolve, reject);
    }).on('error', reject);
  });
}

/** ChangeResourceRecordSets and GetChange of the API's version 2013-04-01, in the XML that they send and answer. */
async function startRoute53(
  records: string,
  changes: DnsChange[],
): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  const server: Server = createServer((request, response) => {
    void (async () => {
      const body = await text(request);
      const isChange = request.method === 'POST';
      if (isChange) await apply(body);
      const status = isChange ? 'PENDING' : 'INSYNC';
      const root = isChange ? 'ChangeResourceRecordSetsResponse' : 'GetChangeResponse';
      response.writeHead(200, { 'content-type': 'text/xml' });
      response.end(
        `<?xml version="1.0"?><${root} xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><ChangeInfo>` +
          `<Id>/change/C1</Id><Status>${status}</Status><SubmittedAt>2026-01-01T00:00:00Z</SubmittedAt>` +
          `</ChangeInfo></${root}>`,
      );
    })();
  });
  async function apply(body: string): Promise<void> {
    const inside = (tag: string) => new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(body)?.[1] ?? '';
    const [action, name, type] = [inside('Action'), inside('Name'), inside('Type')];
    changes.push({ action, name, type });
    const value = inside('Value').replaceAll('&quot;', '').replaceAll('"', '');
    const path = action === 'DELETE' ? '/clear-txt' : '/set-txt';
    await fetch(records + path, { method: 'POST', body: JSON.stringify({ host: `${name}.`, value }) });
  }
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
