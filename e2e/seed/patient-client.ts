/** A client that waits when it is told to, and signs in again when its token has ended. */
import { type Client, createClient, type Transport, type TransportAnswer } from '@media-feed/contract';

/** The API asked for more patience than is reasonable, or nothing answers. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';
}

const patienceMs = 15 * 60_000;

export interface Tokens {
  current: string | undefined;
  /** Gets a new one. */
  renew?: () => Promise<void>;
}

export function patientClient(apiUrl: string, tokens: Tokens): Client {
  const send = once(apiUrl, tokens);
  const transport: Transport = async (request) => {
    const { status, body, retryAfterMs } = await send(request);
    if (status === 401 && tokens.renew) {
      await tokens.renew();
      return send(request);
    }
    if (status !== 429 && status !== 503) return { status, body };
    return retry(() => send(request), retryAfterMs);
  };
  return createClient(transport);
}

type Answer = TransportAnswer & { retryAfterMs: number };

function once(apiUrl: string, tokens: Tokens): (request: Parameters<Transport>[0]) => Promise<Answer> {
  return async ({ method, path, body }) => {
    const response = await fetch(apiUrl + path, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(tokens.current !== undefined && { authorization: `Bearer ${tokens.current}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }).catch((error: unknown) => {
      throw new UnreachableError(`${apiUrl} stopped answering`, { cause: error });
    });
    const text = await response.text();
    // RFC 9110 §10.2.3, in seconds as our API gives it; without it (too many unfinished uploads) a moment.
    const retryAfterMs = 1000 * (Number(response.headers.get('retry-after')) || 2);
    return { status: response.status, body: text === '' ? undefined : parse(text), retryAfterMs };
  };
}

async function retry(send: () => Promise<Answer>, firstPauseMs: number): Promise<TransportAnswer> {
  const deadline = Date.now() + patienceMs;
  let pauseMs = firstPauseMs;
  for (;;) {
    if (Date.now() + pauseMs > deadline) throw new UnreachableError('The API kept asking to come back later');
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    const answer = await send();
    if (answer.status !== 429 && answer.status !== 503) return answer;
    pauseMs = answer.retryAfterMs;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
