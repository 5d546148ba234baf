/** A client made from the table of calls. Whoever uses it brings the transport: axios in the browser, fetch elsewhere. */
import type * as z from 'zod/mini';
import { calls, type Call, type CallName } from './calls.ts';
import { problemSchema, type Problem } from './problem.ts';

export interface TransportRequest {
  name: ClientCallName;
  method: Call['method'];
  /** Path and query, beginning with a slash. */
  path: string;
  body: unknown;
  signal: AbortSignal | undefined;
}
export interface TransportAnswer {
  status: number;
  body: unknown;
}
/** Sends one request with whatever credentials it holds. Rejects when no answer came, or with errors of its own. */
export type Transport = (request: TransportRequest) => Promise<TransportAnswer>;

type ParameterNames<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParameterNames<`/${Rest}`>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;
type Parameters<Path extends string> = [ParameterNames<Path>] extends [never]
  ? { parameters?: undefined }
  : { parameters: Record<ParameterNames<Path>, string> };
type Body<C> = C extends { body: infer Schema extends z.ZodMiniType }
  ? { body: z.input<Schema> }
  : { body?: undefined };

/** As the query is written: a number for what is parsed to one, undefined for what is left out. */
type Query<C> = C extends { query: infer Schema extends z.ZodMiniType }
  ? { query?: { readonly [Key in keyof z.input<Schema>]?: string | number | undefined } }
  : { query?: undefined };

/** The calls whose answer is JSON, or nothing. */
export type ClientCallName = {
  [Name in CallName]: (typeof calls)[Name] extends { contentType: string } ? never : Name;
}[CallName];

export type CallInput<Name extends ClientCallName> = Parameters<(typeof calls)[Name]['path']> &
  Body<(typeof calls)[Name]> &
  Query<(typeof calls)[Name]> & {
    signal?: AbortSignal | undefined;
  };
export type CallAnswer<Name extends ClientCallName> = (typeof calls)[Name] extends {
  answer: infer Schema extends z.ZodMiniType;
}
  ? z.output<Schema>
  : undefined;

/** The API answered with a problem. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(`${String(problem.status)} ${problem.code}: ${problem.detail}`);
    this.problem = problem;
  }
}

/** The API answered with something that the contract does not know. */
export class UnexpectedAnswerError extends Error {
  override readonly name = 'UnexpectedAnswerError';
}

export type Client = <Name extends ClientCallName>(
  name: Name,
  input: CallInput<Name>,
) => Promise<CallAnswer<Name>>;

/**
 * Answers are checked against the contract's schemas, unless `checkAnswers` is false: a page that somebody left
 * open must bear a field that a newer API has added. @throws {ProblemError} {UnexpectedAnswerError}
 */
export function createClient(transport: Transport, { checkAnswers = true } = {}): Client {
  return async <Name extends ClientCallName>(name: Name, input: CallInput<Name>) => {
    const call: Call = calls[name];
    const path = buildPath(call.path, input.parameters ?? {}, input.query ?? {});
    const { status, body } = await transport({
      name,
      method: call.method,
      path,
      body: input.body,
      signal: input.signal,
    });
    if (status === call.status || status === call.repeatStatus) {
      if (!call.answer) return undefined as CallAnswer<Name>;
      if (!checkAnswers) return body as CallAnswer<Name>;
      const parsed = call.answer.safeParse(body);
      if (parsed.success) return parsed.data as CallAnswer<Name>;
      const where = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
      throw new UnexpectedAnswerError(`${name} answered off the contract at ${where}`);
    }
    const problem = problemSchema.safeParse(body);
    if (problem.success) throw new ProblemError(problem.data);
    throw new UnexpectedAnswerError(`${name} answered ${String(status)} without a problem`);
  };
}

function buildPath(
  template: string,
  parameters: Record<string, string>,
  query: Record<string, string | number | undefined>,
): string {
  const path = template.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(parameters[name] ?? ''));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  return search.size > 0 ? `${path}?${search.toString()}` : path;
}

/** No answer came; `code` is as axios has it. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
  readonly code = 'ERR_NETWORK';
}

/** A transport over `fetch` with a bearer token. @throws {NoAnswerError} */
export function fetchTransport(baseUrl: string, accessToken?: string): Transport {
  return async ({ method, path, body, signal }) => {
    const request: RequestInit = {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(accessToken !== undefined && { authorization: `Bearer ${accessToken}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    };
    const response = await fetch(baseUrl + path, request).catch((error: unknown) => {
      // The only other rejections are aborts.
      if (!(error instanceof TypeError)) throw error;
      throw new NoAnswerError(`${method} ${path} got no answer`, { cause: error });
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : parseJson(text) };
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
