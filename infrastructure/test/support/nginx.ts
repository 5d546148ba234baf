/** The real nginx, by the image's own entry, on free ports of this machine. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { folder } from '../../src/template.ts';
import { freePort } from '@media-feed/testing/free-ports';

export interface Nginx {
  readonly http: string;
  readonly https: string;
  readonly status: string;
  /** The certificate that it was given. */
  readonly certificate: Buffer;
  /** Lines of the access log so far. */
  readonly log: () => Promise<Record<string, unknown>[]>;
  readonly output: () => string;
  readonly stop: () => Promise<number | null>;
}

/** @throws with its output when it does not come up. */
export async function startNginx(
  nginx: string,
  environment: Readonly<Record<string, string>>,
): Promise<Nginx> {
  const home = await mkdtemp(join(tmpdir(), 'media-feed-nginx-'));
  const tls = join(home, 'tls');
  const accessLog = join(home, 'access.log');
  await mkdir(tls);
  const files = ['-keyout', join(tls, 'key.pem'), '-out', join(tls, 'chain.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...subject, ...files],
    { stdio: 'ignore' },
  );
  const certificate = await readFile(join(tls, 'chain.pem'));
  await writeFile(join(tls, 'origin.pem'), [await readFile(join(tls, 'key.pem')), certificate].join(''));
  const [http, https, status] = [await freePort(), await freePort(), await freePort()];
  const child = spawn(join(folder, 'nginx', 'entrypoint.sh'), {
    env: {
      PATH: process.env.PATH,
      LISTEN_ADDRESS: '127.0.0.1',
      HTTP_PORT: String(http),
      HTTPS_PORT: String(https),
      STATUS_PORT: String(status),
      TLS_DIR: tls,
      RUN_DIR: join(home, 'run'),
      TEMPLATE: join(folder, 'nginx', 'nginx.conf.template'),
      ACCESS_LOG: accessLog,
      NGINX_PROGRAM: nginx,
      ...environment,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let output = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const statusUrl = `http://127.0.0.1:${String(status)}`;
  for (let up = false; !up;) {
    up = await fetch(`${statusUrl}/live`)
      .then(({ ok }) => ok)
      .catch(() => false);
    if (child.exitCode !== null) throw new Error(`nginx did not start:\n${output}`);
    if (!up) await sleep(20);
  }
  return {
    http: `http://127.0.0.1:${String(http)}`,
    https: `https://localhost:${String(https)}`,
    status: statusUrl,
    certificate,
    log: async () =>
      (await readFile(accessLog, 'utf8'))
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Record<string, unknown>),
    output: () => output,
    stop: async () => {
      child.kill('SIGQUIT');
      const code = await ended;
      await rm(home, { recursive: true, force: true });
      return code;
    },
  };
}
