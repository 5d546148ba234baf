import { expect, test } from '@playwright/test';
import type { HttpAnswer } from '@media-feed/testing/http';
import { hostileTexts } from '@media-feed/testing/hostile-values';
import { answerFaults, leakFaults } from '../support/open-api/answer-faults.ts';
import type { Operation } from '../support/open-api/document.ts';

const operation: Operation = {
  key: 'GET /things',
  method: 'GET',
  path: '/things',
  pathParameters: [],
  queryParameters: [],
  successStatus: 200,
  answers: new Map([
    [
      200,
      {
        contentType: 'application/json',
        schema: {
          type: 'object',
          properties: { name: { type: 'string' } },
          required: ['name'],
          additionalProperties: false,
        },
      },
    ],
    [404, { contentType: 'application/problem+json', schema: { type: 'object' } }],
    [204, {}],
  ]),
};
const problem = {
  type: '/problems/not-found',
  title: 'Not found',
  status: 404,
  detail: 'There is nothing here.',
  instance: '/things',
  requestId: 'abc',
  code: 'not-found',
};

function good(body: unknown = { name: 'x' }, changes: Partial<HttpAnswer> = {}): HttpAnswer {
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'x-request-id': 'abc',
    'x-content-type-options': 'nosniff',
  };
  return { status: 200, headers, text: JSON.stringify(body), durationMs: 1, ...changes };
}
function notFound(changes: object = {}): HttpAnswer {
  const { headers } = good();
  return good(
    { ...problem, ...changes },
    { status: 404, headers: { ...headers, 'content-type': 'application/problem+json' } },
  );
}
const faultsOf = (answer: HttpAnswer) => answerFaults({ operation, answer, said: '' }, {});

test('a good answer and a good problem have no fault', () => {
  expect(faultsOf(good())).toEqual([]);
  expect(faultsOf(notFound())).toEqual([]);
});

const bad: [name: string, HttpAnswer][] = [
  ['a failure', good({}, { status: 500 })],
  ['a status that is not documented', good({}, { status: 418 })],
  ['a field too few', good({})],
  ['a field too many', good({ name: 'x', email: 1 })],
  ['a wrong type', good({ name: 1 })],
  ['no JSON', good({}, { text: '<html>' })],
  ['a body that should not be', good({ name: 'x' }, { status: 204 })],
  [
    'another content type',
    good({ name: 'x' }, { headers: { ...good().headers, 'content-type': 'text/html' } }),
  ],
  ['no request id', good({ name: 'x' }, { headers: { ...good().headers, 'x-request-id': undefined } })],
  ['a hang', good({ name: 'x' }, { durationMs: 60_000 })],
  ['a problem of another status', notFound({ status: 400 })],
  ['a problem of another request', notFound({ requestId: 'def' })],
  ['a problem with the query', notFound({ instance: '/things?token=secret' })],
  ['a problem with an unknown code', notFound({ code: 'oops', type: '/problems/oops' })],
  ['a stack trace', good({ name: 'Error: no\n    at Object.run (file:///x.js:1:2)' })],
  ['SQL', good({ name: 'syntax error at or near "x"' })],
  ['a constraint', good({ name: 'duplicate key value violates unique constraint "users_email"' })],
  ['a file path', good({ name: 'ENOENT: no such file, open "/home/app/secret"' })],
  ['a file path of another system', good({ name: 'C:\\Users\\app' })],
  ['a password hash', good({ name: `$2b$12$${'x'.repeat(53)}` })],
  ["somebody's address", good({ name: 'somebody@example.org' })],
];
for (const [name, answer] of bad) {
  test(`a fault is seen: ${name}`, () => {
    expect(faultsOf(answer)).not.toEqual([]);
  });
}

test('what the requests themselves say is no leak', () => {
  for (const text of Object.values(hostileTexts)) {
    expect(leakFaults({ answer: good({ name: text }), said: '' })).toEqual([]);
  }
  const path = '/home/somebody/holiday.jpg';
  expect(leakFaults({ answer: good({ name: path }), said: JSON.stringify({ fileName: path }) })).toEqual([]);
  expect(
    leakFaults({ answer: good({ name: 'me@example.org' }), said: '', ownEmail: 'me@example.org' }),
  ).toEqual([]);
});
