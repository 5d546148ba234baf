/** Bytes to a socket, and whatever comes back until the server closes it. */
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { HttpAnswer } from './http.ts';

export interface Conversation {
  answers: HttpAnswer[];
  /** What came and was no whole HTTP/1.1 answer. */
  rest: string;
  /** Whether the server closed the connection within the time. */
  closed: boolean;
}

/** Bytes, one a character (latin1), sent piece by piece. */
export interface Speech {
  pieces: Iterable<string>;
  /** Between two pieces. */
  pauseMs?: number;
}

export async function converse(
  apiUrl: string,
  { pieces, pauseMs = 0 }: Speech,
  timeoutMs = 12_000,
): Promise<Conversation> {
  const startedAt = performance.now();
  const { hostname, port } = new URL(apiUrl);
  const socket = connect(Number(port), hostname);
  let received = '';
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => (received += chunk));
  // A server that has said what there is to say may reset the connection; what it said counts.
  socket.on('error', () => undefined);
  const closed = new Promise<true>((resolve) => socket.once('close', () => resolve(true)));
  void speak(socket, pieces, pauseMs);
  const ended = await Promise.race([closed, wait(timeoutMs, false)]);
  socket.destroy();
  return { ...parseAnswers(received, performance.now() - startedAt), closed: ended };
}

async function speak(socket: Socket, pieces: Iterable<string>, pauseMs: number): Promise<void> {
  for (const piece of pieces) {
    if (socket.destroyed) return;
    if (!socket.write(piece, 'latin1'))
      await new Promise((resolve) => socket.once('drain', resolve).once('close', resolve));
    if (pauseMs > 0) await wait(pauseMs);
  }
}

/** Several answers may follow one another on a connection, each with its Content-Length. */
function parseAnswers(received: string, durationMs: number): Omit<Conversation, 'closed'> {
  const answers: HttpAnswer[] = [];
  let rest = received;
  for (;;) {
    const match = /^HTTP\/1\.1 (\d{3}) [^\r\n]*\r\n((?:[^\r\n]+\r\n)*)\r\n/.exec(rest);
    if (!match) return { answers, rest };
    const [head, status, lines = ''] = match;
    const headers = Object.fromEntries(
      lines
        .split('\r\n')
        .map((line) => [
          line.split(':', 1)[0]?.toLowerCase() ?? '',
          line.slice(line.indexOf(':') + 1).trim(),
        ]),
    );
    const length = Number(headers['content-length'] ?? 0);
    const body = rest.slice(head.length, head.length + length);
    if (body.length < length) return { answers, rest };
    const text = Buffer.from(body, 'latin1').toString('utf8');
    if (Number(status) >= 200) answers.push({ status: Number(status), headers, text, durationMs });
    rest = rest.slice(head.length + length);
  }
}
