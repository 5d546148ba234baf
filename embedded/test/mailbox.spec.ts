/** What a local stack sends is kept, shown, and can do nothing. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

interface Program {
  readonly url: string;
  readonly smtpUrl: string;
  readonly stop: () => Promise<void>;
}

let folder: string;
let program: Program;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'media-feed-mail-'));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  program = await start();
});
afterEach(() => program.stop());

async function start(): Promise<Program> {
  const child = fork(join(import.meta.dirname, '../src/programs/mail.ts'), {
    execArgv: [],
    env: { MAIL_PORT: '0', MAILBOX_PORT: '0', MAIL_DATA_DIR: folder },
  });
  const ended = once(child, 'exit');
  const [message] = (await once(child, 'message')) as [{ ready: Omit<Program, 'stop'> }];
  return {
    ...message.ready,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** A mail by hand, so that nothing between tidies it up. */
async function send(to: string, content: string): Promise<void> {
  const socket = connect(Number(new URL(program.smtpUrl).port), '127.0.0.1');
  const answers = createInterface(socket)[Symbol.asyncIterator]();
  const say = async (text: string) => {
    socket.write(`${text}\r\n`);
    const { value } = (await answers.next()) as { value: string };
    if (!/^[23]/.test(value)) throw new Error(`«${text}» was answered ${value}`);
  };
  await answers.next();
  await say('HELO test');
  await say('MAIL FROM:<feed@example.org>');
  await say(`RCPT TO:<${to}>`);
  await say('DATA');
  await say(`${content}\r\n.`);
  socket.end('QUIT\r\n');
}

const mail = (subject: string, html: string) =>
  [
    `From: feed@example.org`,
    `Subject: ${subject}`,
    'Message-ID: <1@x>',
    'Content-Type: text/html',
    '',
    html,
  ].join('\r\n');
async function list(): Promise<Record<string, unknown>[]> {
  const answer = await fetch(`${program.url}/messages`);
  return ((await answer.json()) as { messages: Record<string, unknown>[] }).messages;
}

describe('the mailbox', () => {
  it('keeps what arrives, newest first, also over a restart', async () => {
    await send('kim@example.org', mail('First', 'one'));
    await send('ada@example.org', mail('Second', 'two'));
    await program.stop();
    program = await start();

    expect(await list()).toMatchObject([
      { subject: 'Second', to: ['ada@example.org'], from: 'feed@example.org', messageId: '<1@x>' },
      { subject: 'First', to: ['kim@example.org'] },
    ]);
  });

  it('shows a mail that runs nothing, on a page that takes no part of it for its own', async () => {
    await send('kim@example.org', mail('<img src=x onerror=alert(1)>', '<script>alert(2)</script>'));
    const [{ id } = { id: '' }] = await list();

    for (const path of ['', `messages/${String(id)}`]) {
      const page = await fetch(`${program.url}/${path}`);
      expect(await page.text()).toContain('&lt;img src=x onerror=alert(1)&gt;');
      expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    }
    const frame = await fetch(`${program.url}/messages/${String(id)}/html`);
    expect(frame.headers.get('content-security-policy')).toMatch(/^sandbox allow-popups/);
    expect(frame.headers.get('content-security-policy')).not.toContain('allow-scripts');
    expect((await fetch(`${program.url}/messages/nothing`)).status).toBe(404);
    expect((await fetch(`${program.url}/elsewhere`)).status).toBe(404);
  });

  it('answers nobody who has pointed a name here, and changes nothing', async () => {
    const status = (method: string, headers: Record<string, string>) =>
      new Promise<number>((resolve, reject) => {
        request(`${program.url}/messages`, { method, headers }, (answer) => {
          answer.resume();
          resolve(answer.statusCode ?? 0);
        })
          .on('error', reject)
          .end();
      });
    expect(await status('GET', { host: 'evil.example:8025' })).toBe(403);
    expect(await status('POST', {})).toBe(405);
  });
});
