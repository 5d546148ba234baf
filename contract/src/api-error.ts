import { ProblemError } from './client.ts';
import { problemCodes, type Problem, type ProblemCode } from './problem.ts';

/**
 * Why a call failed, as one word to switch on: the API's own codes, and what can happen on the way to it.
 * `network` got no answer, `timeout` got none in time, `cancelled` was given up by the page, `unexpected` is
 * an answer that is not a problem document, such as a proxy's error page.
 */
export type ApiErrorCode = ProblemCode | 'network' | 'timeout' | 'cancelled' | 'unexpected';

export interface FieldError {
  /** Dotted path into the request, such as `email`. */
  readonly path: string;
  readonly message: string;
}

interface ApiErrorFields {
  readonly code: ApiErrorCode;
  readonly status: number | null;
  readonly detail: string;
  readonly errors: readonly FieldError[];
  readonly requestId: string | null;
  readonly retryAfterSeconds: number | null;
}

export class ApiError extends Error implements ApiErrorFields {
  override readonly name = 'ApiError';
  readonly code: ApiErrorCode;
  readonly status: number | null;
  readonly detail: string;
  readonly errors: readonly FieldError[];
  readonly requestId: string | null;
  readonly retryAfterSeconds: number | null;

  constructor(fields: ApiErrorFields, options?: ErrorOptions) {
    super(`${fields.code}: ${fields.detail}`, options);
    this.code = fields.code;
    this.status = fields.status;
    this.detail = fields.detail;
    this.errors = fields.errors;
    this.requestId = fields.requestId;
    this.retryAfterSeconds = fields.retryAfterSeconds;
  }

  messageFor(path: string): string | undefined {
    return this.errors.find((error) => error.path === path)?.message;
  }
}

/** What an HTTP client throws, as far as this module looks at it. */
interface FailedRequest {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly response?: { readonly status: number; readonly data: unknown; readonly headers?: unknown };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const knownCodes: ReadonlySet<string> = new Set(problemCodes);

function isProblem(data: unknown): data is Problem {
  return isObject(data) && typeof data.code === 'string' && knownCodes.has(data.code);
}

function headerOf(headers: unknown, name: string): string | null {
  const value = isObject(headers) ? headers[name] : undefined;
  return typeof value === 'string' ? value : null;
}

function withoutAnswer(code: ApiErrorCode, detail: string, cause: unknown): ApiError {
  return new ApiError(
    { code, detail, status: null, errors: [], requestId: null, retryAfterSeconds: null },
    { cause },
  );
}

function parseRetryAfter(headers: unknown): number | null {
  const seconds = Number(headerOf(headers, 'retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : null;
}

/** Turns whatever a request threw, by axios or by fetch, into the one error type that the page knows. */
export function parseApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown;
  if (thrown instanceof ProblemError) {
    return parseApiError({ response: { status: thrown.problem.status, data: thrown.problem } });
  }
  const { name, code, response }: FailedRequest = isObject(thrown) ? thrown : {};
  if (!response) {
    if (code === 'ERR_CANCELED' || name === 'AbortError')
      return withoutAnswer('cancelled', 'The request was given up.', thrown);
    if (code === 'ECONNABORTED' || code === 'ETIMEDOUT' || name === 'TimeoutError') {
      return withoutAnswer('timeout', 'The server took too long to answer.', thrown);
    }
    if (code === 'ERR_NETWORK') return withoutAnswer('network', 'The server could not be reached.', thrown);
    return withoutAnswer('unexpected', 'Something unexpected happened.', thrown);
  }
  const problem = isProblem(response.data) ? response.data : undefined;
  return new ApiError(
    {
      code: problem?.code ?? codeOfStatus(response.status),
      status: response.status,
      detail: problem?.detail ?? 'The server gave an answer that this page does not understand.',
      errors: problem?.errors ?? [],
      requestId: problem?.requestId ?? headerOf(response.headers, 'x-request-id'),
      retryAfterSeconds: parseRetryAfter(response.headers),
    },
    { cause: thrown },
  );
}

/** Answers without a problem document come from proxies: only what they surely mean is taken over. */
function codeOfStatus(status: number): ApiErrorCode {
  if (status === 401) return 'unauthenticated';
  if (status === 429) return 'too-many-requests';
  if (status === 502 || status === 503 || status === 504) return 'unavailable';
  return 'unexpected';
}

const transientCodes: ReadonlySet<ApiErrorCode> = new Set([
  'network',
  'timeout',
  'unavailable',
  'internal',
  'request-timeout',
  'too-many-requests',
  'too-many-unfinished-uploads',
]);

/** Whether the same call may well succeed a little later. */
export function isTransient(error: ApiError): boolean {
  return transientCodes.has(error.code) || (error.status !== null && error.status >= 500);
}
