/** The mailbox as pages, and as JSON for tests. Mails are shown in a frame that runs nothing and loads nothing. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Mailbox, ReceivedMail } from './mailbox.ts';

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i;
const pagePolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'";
/** Links in a mail open pages of their own; that is all it can do. */
const mailPolicy =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'";

/**
 * - `GET /`: the list; `GET /messages/{id}`: one mail; `GET /messages/{id}/html`: its HTML alone
 * - `GET /messages`: JSON, `{ messages: ReceivedMail[] }`, newest first
 */
export function answerMailboxRequest(
  mailbox: Mailbox,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { status = 200, type = 'text/plain', policy = pagePolicy, body } = answerOf(mailbox, request);
  response
    .writeHead(status, {
      'content-type': `${type}; charset=utf-8`,
      'content-security-policy': policy,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    })
    .end(body);
}

interface Answer {
  readonly status?: number;
  readonly type?: string;
  readonly policy?: string;
  readonly body: string;
}

function answerOf(mailbox: Mailbox, { method, url = '', headers }: IncomingMessage): Answer {
  // A name that somebody has pointed here is a page of theirs that wants to read (DNS rebinding).
  if (!loopback.test(headers.host ?? '')) return { status: 403, body: 'Only on this machine' };
  if (method !== 'GET') return { status: 405, body: 'Only GET' };
  const [, first, id, last] = url.split('?', 1)[0]?.split('/') ?? [];
  if (first === '') return pageOf('Mails', listOf(mailbox.list()));
  if (first === 'messages' && id === undefined) {
    return { type: 'application/json', body: JSON.stringify({ messages: mailbox.list() }) };
  }
  const mail = first === 'messages' ? mailbox.find(id ?? '') : undefined;
  if (mail && last === undefined) return pageOf(mail.subject, detailsOf(mail));
  if (mail && last === 'html') {
    return { type: 'text/html', policy: mailPolicy, body: `<base target="_blank">${mail.html}` };
  }
  return { status: 404, body: 'There is no such mail' };
}

const pageOf = (title: string, content: string): Answer => ({
  type: 'text/html',
  body: documentOf(title, content),
});

const documentOf = (title: string, body: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<style>
:root { color-scheme: light dark }
body { margin: 2rem auto; max-width: 48rem; padding: 0 1rem; font: 16px/1.5 system-ui, sans-serif }
li { margin: 0.5rem 0 }
iframe { width: 100%; height: 32rem; border: 1px solid gray; background: white }
pre { white-space: pre-wrap; overflow-wrap: anywhere }
small { display: block }
</style>
</head>
<body>
<h1>${escapeHtml(title)}</h1>
${body}
</body>
</html>
`;

const listOf = (mails: readonly ReceivedMail[]) =>
  mails.length === 0
    ? '<p>No mails yet. Everything that this stack sends arrives here, and nowhere else.</p>'
    : `<ul>${mails.map(rowOf).join('\n')}</ul>`;

const rowOf = ({ id, subject, to, receivedAt }: ReceivedMail) =>
  `<li><a href="/messages/${id}">${escapeHtml(subject)}</a><small>${escapeHtml(to.join(', '))} · ${receivedAt}</small></li>`;

const detailsOf = ({ id, from, to, receivedAt, messageId, text, subject }: ReceivedMail) => `
<p><a href="/">All mails</a></p>
<p>From ${escapeHtml(from)} to ${escapeHtml(to.join(', '))}<small>${receivedAt} · ${escapeHtml(messageId)}</small></p>
<iframe src="/messages/${id}/html" title="${escapeHtml(subject)}"></iframe>
<h2>As text</h2>
<pre>${escapeHtml(text)}</pre>`;

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
