import { expect } from '@jest/globals';
import { type Problem, type ProblemCode, problemSchema } from '@media-feed/contract';

export interface Call {
  readonly method?: string;
  readonly token?: string;
  readonly cookie?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; a string as it is. */
  readonly body?: unknown;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** One request; the body parsed where it is JSON of some kind. */
export async function call(url: string, path: string, options: Call = {}): Promise<Answer> {
  const { method = 'GET', token, cookie, body } = options;
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(cookie !== undefined && { cookie }),
      ...options.headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.includes('json') ?? false;
  return {
    status: answer.status,
    headers: answer.headers,
    body: isJson ? (JSON.parse(text) as unknown) : text,
  };
}

/** The answer is whole problem details of that code, with its request's id in body and header. */
export function expectProblem(answer: Answer, code: ProblemCode): Problem {
  expect(answer.body).toMatchObject({ code });
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  const problem = problemSchema.parse(answer.body);
  expect(problem).toMatchObject({ status: answer.status, type: `/problems/${code}` });
  expect(problem.requestId).toBe(answer.headers.get('x-request-id'));
  return problem;
}

/** The paths that a validation problem names. */
export function pathsOf(problem: Problem): string[] {
  return (problem.errors ?? []).map((error) => error.path);
}
