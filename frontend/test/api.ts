/** The API in specs of components: what it is asked and answers is typed, and checked, by the contract. */
import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { XMLHttpRequestInterceptor } from '@mswjs/interceptors/XMLHttpRequest';
import { http, HttpResponse } from 'msw';
import { defineNetwork, InterceptorSource } from 'msw/experimental';
import {
  calls,
  type Call,
  type CallAnswer,
  type CallInput,
  type ClientCallName,
  type ProblemCode,
} from '@media-feed/contract';

export const apiUrl = 'http://api.test';

/** In place of jsdom's XMLHttpRequest: `msw/node` would reach below it, to Node's sockets, where jsdom's classes are strangers. */
const network = defineNetwork({
  sources: [new InterceptorSource({ interceptors: [new XMLHttpRequestInterceptor()] })],
  onUnhandledFrame: 'error',
  context: { quiet: true },
});

/** Any request that a spec has not named fails it. */
export function startApi(): void {
  beforeAll(() => network.enable());
  afterEach(() => {
    network.resetHandlers();
  });
  afterAll(() => {
    network.disable();
  });
}

export interface ProblemAnswer {
  readonly status: number;
  readonly code: ProblemCode;
  readonly errors?: { path: string; message: string }[];
}

/** What the API answers where it fails. */
export class Failure {
  readonly problem: ProblemAnswer;

  constructor(problem: ProblemAnswer) {
    this.problem = problem;
  }
}

/** Answers a call from now on. Returns the bodies it was sent so far. */
export function answer<Name extends ClientCallName>(
  name: Name,
  give: CallAnswer<Name> | Failure,
): CallInput<Name>['body'][] {
  const call: Call = calls[name];
  const bodies: CallInput<Name>['body'][] = [];
  network.use(
    http.all(`${apiUrl}${call.path}`, async ({ request }) => {
      if (request.method !== call.method) return;
      if (call.body) bodies.push(call.body.parse(await request.json()) as CallInput<Name>['body']);
      if (!(give instanceof Failure)) {
        return call.answer
          ? HttpResponse.json(call.answer.parse(give) as object, { status: call.status })
          : new HttpResponse(null, { status: call.status });
      }
      const { status, code, errors = [] } = give.problem;
      return HttpResponse.json(
        {
          type: `/problems/${code}`,
          title: code,
          status,
          detail: code,
          instance: call.path,
          requestId: 'request-1',
          code,
          errors,
        },
        { status, headers: { 'content-type': 'application/problem+json' } },
      );
    }),
  );
  return bodies;
}
