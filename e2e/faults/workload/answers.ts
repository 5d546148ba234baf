/** What the API answered to each call of the workload, or that it did not. */
import { type Transport, problemSchema } from '@media-feed/contract';
import { hangMs } from '../time-scale.ts';

export interface Answer {
  /** Such as `POST /media/presigned-url`. */
  readonly call: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly durationMs: number;
  /** Undefined where none came; then `failure` says how. */
  readonly status: number | undefined;
  readonly failure?: string | undefined;
  readonly contentType: string;
  readonly retryAfter: string | null;
  /** Whether the body of an error is problem+json as the contract has it. */
  readonly isProblem: boolean;
  /** The body of an answer of 400 or more. */
  readonly text: string;
}

/** No answer came. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
}

/** A transport of the contract's client that notes every answer. */
export function notingTransport(apiUrl: string, note: (answer: Answer) => void, token?: string): Transport {
  return async ({ method, path, body, signal }) => {
    const startedAt = Date.now();
    const base = { call: `${method} ${path.split('?')[0] ?? ''}`, startedAt };
    const silent = { contentType: '', retryAfter: null, isProblem: false, text: '' };
    try {
      const response = await fetch(apiUrl + path, {
        method,
        headers: {
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: AbortSignal.any([AbortSignal.timeout(hangMs), ...(signal ? [signal] : [])]),
      });
      const text = await response.text();
      const parsed = parseJson(text);
      note({
        ...base,
        durationMs: Date.now() - startedAt,
        status: response.status,
        contentType: response.headers.get('content-type') ?? '',
        retryAfter: response.headers.get('retry-after'),
        isProblem: problemSchema.safeParse(parsed).success,
        text: response.status >= 400 ? text : '',
      });
      return { status: response.status, body: parsed };
    } catch (error) {
      // The caller's own doing is no failure of the API.
      if (signal?.aborted) throw new NoAnswerError('The caller went away');
      const failure = causeOf(error);
      note({ ...base, ...silent, durationMs: Date.now() - startedAt, status: undefined, failure });
      throw new NoAnswerError(failure);
    }
  };
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = (error.cause ?? error) as { code?: unknown };
  return typeof code === 'string' ? code : error.name;
}

function parseJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
