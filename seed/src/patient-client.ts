/** A client that waits when it is told to, and signs in again when its token has ended. */
import { type Client, createClient, type Transport, type TransportAnswer } from '@media-feed/contract';
import { CannotSeedError } from './cannot-seed-error.ts';

/** Longer than any window of the API's rate limits. */
const patienceMs = 15 * 60_000;

export interface Tokens {
  current: string | undefined;
  /** Gets a new one. */
  renew?: () => Promise<void>;
}

/** Its calls also throw {@link CannotSeedError} when nobody answers any more. */
export function patientClient(apiUrl: string, tokens: Tokens): Client {
  return createClient(async (request) => {
    const deadline = Date.now() + patienceMs;
    let isRenewed = false;
    for (;;) {
      const { answer, retryAfterMs } = await send(apiUrl, tokens.current, request);
      if (answer.status === 401 && tokens.renew && !isRenewed) {
        await tokens.renew();
        isRenewed = true;
        continue;
      }
      if (answer.status !== 429 && answer.status !== 503) return answer;
      if (Date.now() + retryAfterMs > deadline) {
        throw new CannotSeedError(`${apiUrl} kept asking to come back later.`);
      }
      await new Promise((resolve) => setTimeout(resolve, retryAfterMs));
    }
  });
}

async function send(
  apiUrl: string,
  token: string | undefined,
  { method, path, body }: Parameters<Transport>[0],
): Promise<{ answer: TransportAnswer; retryAfterMs: number }> {
  const response = await fetch(apiUrl + path, {
    method,
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }).catch((error: unknown) => {
    throw new CannotSeedError(`${apiUrl} stopped answering.`, { cause: error });
  });
  const text = await response.text();
  // RFC 9110 §10.2.3, in seconds as our API gives it; without it (too many unfinished uploads) a moment.
  const retryAfterMs = 1000 * (Number(response.headers.get('retry-after')) || 2);
  return { answer: { status: response.status, body: text === '' ? undefined : parse(text) }, retryAfterMs };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
