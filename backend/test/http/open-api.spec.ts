import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type Call,
  callDescriptions,
  type CallName,
  calls,
  commonProblems,
  pathParameters,
  uuid,
} from '@media-feed/contract';
import * as z from 'zod';
import { toJsonSchema } from '../../src/http/json-schema.ts';
import { problemKinds } from '../../src/http/problem.ts';
import { call } from '../support/http.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

const operationSchema = z.looseObject({
  summary: z.string().min(5),
  parameters: z.array(
    z.looseObject({ name: z.string(), in: z.string(), required: z.boolean(), schema: z.looseObject({}) }),
  ),
  requestBody: z
    .looseObject({ content: z.record(z.string(), z.looseObject({ schema: z.looseObject({}) })) })
    .optional(),
  responses: z.record(
    z.string(),
    z.looseObject({
      description: z.string(),
      content: z.record(z.string(), z.looseObject({ schema: z.unknown() })).optional(),
    }),
  ),
  security: z.array(z.record(z.string(), z.array(z.string()))).optional(),
});
const documentSchema = z.looseObject({
  openapi: z.literal('3.1.0'),
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
  components: z.looseObject({ schemas: z.looseObject({ Problem: z.looseObject({}) }) }),
});

let api: TestApp;
let document: z.infer<typeof documentSchema>;
beforeAll(async () => {
  api = await startTestApp();
  document = documentSchema.parse((await call(api.url, '/docs-json')).body);
});
afterAll(() => api.close());

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** One operation, as far as a row of the contract says it. */
interface Stated {
  readonly success: string;
  readonly body?: unknown;
  /** By place and name. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** By content type. */
  readonly answers: Readonly<Record<string, unknown>>;
  readonly problems: readonly string[];
}

function statedByContract(): Map<string, Stated> {
  const routes = Map.groupBy(
    Object.entries(calls) as [CallName, Call][],
    ([, { method, path }]) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`,
  );
  return new Map([...routes].map(([route, sharing]) => [route, statedByRows(sharing)]));
}

/** Several calls may be one route: then it answers as one of them. */
function statedByRows(sharing: readonly (readonly [CallName, Call])[]): Stated {
  const [row] = sharing.map(([, call]) => call);
  if (!row) throw new Error('A route has a call at least');
  const answers = sharing.flatMap(([, { answer }]) => (answer ? [toJsonSchema(answer, 'output')] : []));
  const query = row.query ? toJsonSchema(row.query, 'input') : undefined;
  const problems = sharing.flatMap(([name]) => callDescriptions[name].problems ?? []);
  const statuses = [...commonProblems, ...problems].map((code) => String(problemKinds[code].status));
  return {
    success: [row.repeatStatus, row.status].filter((status) => status !== undefined).join(),
    ...(row.body && { body: asJson(toJsonSchema(row.body, 'input')) }),
    parameters: {
      ...Object.fromEntries(
        [...row.path.matchAll(/:(\w+)/g)].map(([, name = '']) => [
          `path ${name}`,
          { required: true, schema: asJson(toJsonSchema(pathParameters[name] ?? uuid, 'input')) },
        ]),
      ),
      ...Object.fromEntries(
        Object.entries((query as { properties?: object } | undefined)?.properties ?? {}).map(
          ([name, schema]) => [`query ${name}`, { required: false, schema: asJson(schema) }],
        ),
      ),
    },
    answers: row.contentType
      ? { [row.contentType]: { type: 'string' } }
      : answers.length === 0
        ? {}
        : { 'application/json': asJson(answers.length > 1 ? { anyOf: answers } : answers[0]) },
    problems: [...new Set(statuses)].sort(),
  };
}

const stated = ({ parameters, requestBody, responses }: z.infer<typeof operationSchema>): Stated => {
  const successes = Object.keys(responses).filter((status) => status < '300');
  const content = responses[successes[0] ?? '']?.content ?? {};
  return {
    success: successes.join(),
    ...(requestBody && { body: requestBody.content['application/json']?.schema }),
    parameters: Object.fromEntries(
      parameters.map(({ in: place, name, required, schema }) => [`${place} ${name}`, { required, schema }]),
    ),
    answers: Object.fromEntries(Object.entries(content).map(([type, { schema }]) => [type, schema])),
    problems: Object.keys(responses)
      .filter((status) => status >= '400')
      .sort(),
  };
};

describe('the OpenAPI document', () => {
  it('is what the calls of the contract say, no more and no less', () => {
    const document = operations().map(
      ({ method, path, operation }) => [`${method.toUpperCase()} ${path}`, stated(operation)] as const,
    );
    const contract = statedByContract();
    expect(document.map(([name]) => name).sort()).toEqual([...contract.keys()].sort());
    for (const [name, operation] of document)
      expect({ [name]: operation }).toEqual({ [name]: contract.get(name) });
  });

  it('says of every call what went well looks like, and every error as a problem', () => {
    for (const { path, method, operation } of operations()) {
      const statuses = Object.keys(operation.responses);
      const good = statuses.filter((status) => status < '300');
      expect({ path, method, good: good.at(-1) }).toEqual({ path, method, good: expect.any(String) });
      const everywhere = ['400', '401', '408', '413', '414', '415', '431', '500', '503'];
      expect(statuses).toEqual(expect.arrayContaining(everywhere));
      for (const [status, { content }] of Object.entries(operation.responses)) {
        if (status >= '400') expect(Object.keys(content ?? {})).toEqual(['application/problem+json']);
      }
    }
  });

  it('shows the body that the contract takes', () => {
    const signUp = document.paths['/authentication/sign-up']?.post;
    expect(signUp?.requestBody?.content['application/json']?.schema).toMatchObject({
      type: 'object',
      required: ['email', 'password', 'confirmPassword'],
      additionalProperties: false,
    });
  });

  it('shows each parameter once, by name', () => {
    for (const { operation } of operations()) {
      const names = operation.parameters.map((parameter) => `${parameter.in} ${parameter.name}`);
      expect(names).toEqual([...new Set(names)]);
      expect(operation.parameters.every((parameter) => parameter.name !== '')).toBe(true);
    }
    const feed = document.paths['/media']?.get?.parameters ?? [];
    expect(feed.map((parameter) => parameter.name).sort()).toEqual([
      'cursor',
      'liked',
      'page',
      'q',
      'size',
      'tag',
      'type',
      'uploader',
    ]);
  });

  it('says which calls need a token', () => {
    expect(document.paths['/users/me']?.get?.security).toEqual([{ bearer: [] }]);
    expect(document.paths['/users/{userId}']?.get?.security).toEqual(expect.arrayContaining([{}]));
  });

  it('is shown to people by a page that runs no script of others', async () => {
    const page = await call(api.url, '/docs');

    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self';");
    const scripts = [...String(page.body).matchAll(/<script([^>]*)>([^<]*)/g)];
    expect(scripts.length).toBeGreaterThan(0);
    for (const [, attributes, inline = ''] of scripts) {
      expect(attributes).toMatch(/src=/);
      expect(inline.trim()).toBe('');
    }
    expect((await call(api.url, '/docs/swagger-ui-bundle.js')).status).toBe(200);
  });
});
