import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { S3Response } from './operations/call.ts';

/** An unread body up to this size is read and dropped, so that the connection can be used again. */
const maxDrainedBytes = 1024 * 1024;
/** How long a refused client may pause before the connection is cut, on a busy machine too. */
const lingerMs = 30_000;

/** Writes the answer; returns how many bytes of body went out. A client that has gone is no error. */
export async function sendAnswer(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  response: S3Response,
  bodyInvited: boolean,
): Promise<number> {
  const unread = !incoming.complete;
  if (unread && (!bodyInvited || !isSmall(incoming))) outgoing.setHeader('connection', 'close');
  const body = response.body ?? '';
  if (
    typeof body === 'string' &&
    response.headers?.['content-length'] === undefined &&
    response.status !== 204
  ) {
    outgoing.setHeader('content-length', Buffer.byteLength(body));
  }
  outgoing.writeHead(response.status, { ...response.headers });
  if (typeof body !== 'string') return sendStream(outgoing, body);
  if (unread && bodyInvited) {
    // Closing over unread bytes resets the connection, and the client would lose the answer.
    if (body === '') outgoing.flushHeaders();
    else outgoing.write(body);
    await drain(incoming);
    outgoing.end();
  } else {
    outgoing.end(body);
  }
  return Buffer.byteLength(body);
}

async function sendStream(outgoing: ServerResponse, body: Exclude<S3Response['body'], string | undefined>) {
  let sent = 0;
  const counted = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      sent += chunk.length;
      yield chunk;
    }
  };
  // The head is out, so a failing disk can only show as a cut connection; pipeline destroys both ends.
  await pipeline(body, counted, outgoing).catch(() => undefined);
  return sent;
}

function isSmall(incoming: IncomingMessage): boolean {
  return Number(incoming.headers['content-length'] ?? Number.POSITIVE_INFINITY) <= maxDrainedBytes;
}

function drain(incoming: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => incoming.destroy(), lingerMs);
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    incoming.once('end', done).once('close', done).once('error', done);
    incoming.on('data', () => timer.refresh());
  });
}
