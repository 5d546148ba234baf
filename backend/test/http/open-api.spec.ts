import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { call } from '../support/http.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

const operationSchema = z.looseObject({
  summary: z.string().min(5),
  parameters: z.array(z.looseObject({ name: z.string(), in: z.string(), schema: z.looseObject({}) })),
  requestBody: z
    .looseObject({ content: z.record(z.string(), z.looseObject({ schema: z.looseObject({}) })) })
    .optional(),
  responses: z.record(
    z.string(),
    z.looseObject({ description: z.string(), content: z.record(z.string(), z.unknown()).optional() }),
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

describe('the OpenAPI document', () => {
  it.each([
    'post /authentication/sign-up',
    'post /authentication/sign-in',
    'post /authentication/refresh',
    'post /authentication/sign-out',
    'get /users/me',
    'patch /users/me',
    'get /users/{userId}',
    'post /media/presigned-url',
    'post /media/multipart',
    'get /media',
    'get /media/{mediaId}',
    'get /media/mine',
    'get /media/events',
    'delete /media/{mediaId}',
    'post /media/{mediaId}/likes',
    'get /health/live',
    'get /health/ready',
  ])('has %s', (name) => {
    expect(operations().map(({ method, path }) => `${method} ${path}`)).toContain(name);
  });

  it('says of every call what went well looks like, and every refusal as a problem', () => {
    for (const { path, method, operation } of operations()) {
      const statuses = Object.keys(operation.responses);
      expect({ path, method, good: statuses.filter((status) => status < '300') }).toEqual({
        path,
        method,
        good: [expect.any(String)],
      });
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
      'size',
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
