import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { call } from '../support/http.ts';
import { signUpPerson } from '../support/people.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let api: TestApp;
beforeAll(async () => {
  api = await startTestApp();
});
afterAll(() => api.close());

it('counts answers by route and status, and tells of process and pool', async () => {
  const person = await signUpPerson(api.url);
  await call(api.url, `/users/${person.user.id}`);
  await call(api.url, `/users/${person.user.id}`);
  await call(api.url, '/users/me');
  await call(api.url, '/nope');

  const { status, headers, body } = await call(api.url, '/metrics');

  expect(status).toBe(200);
  expect(headers.get('content-type')).toMatch(/^text\/plain; version=0.0.4/);
  const text = String(body);
  expect(text).toContain('http_requests_total{method="GET",route="/users/:userId",status="200"} 2');
  expect(text).toContain('http_requests_total{method="GET",route="/users/me",status="401"} 1');
  expect(text).toContain('http_requests_total{method="GET",route="none",status="404"} 1');
  expect(text).toContain('http_request_duration_seconds_count{method="GET",route="/users/:userId"} 2');
  expect(text).toMatch(/^database_connections\{state="idle"\} [1-9]/m);
  expect(text).toMatch(/^process_resident_memory_bytes \d{7,}/m);
  expect(text).not.toContain(person.user.id);
});

it('names everything by convention: snake case, units last, counters by _total', async () => {
  const text = String((await call(api.url, '/metrics')).body);
  const types = [...text.matchAll(/^# TYPE (\S+) (\w+)$/gm)].map(([, name = '', type = '']) => ({
    name,
    type,
  }));
  expect(types.length).toBeGreaterThan(12);
  expect(new Set(types.map(({ name }) => name)).size).toBe(types.length);
  for (const { name, type } of types) {
    expect(name).toMatch(/^[a-z][a-z0-9]*(_[a-z0-9]+)+$/);
    expect([name, name.endsWith('_total')]).toEqual([name, type === 'counter']);
    if (type === 'histogram') expect(name).toMatch(/_(seconds|bytes)$/);
    expect(text).toMatch(new RegExp(`^# HELP ${name} \\S.*\\.$`, 'm'));
  }
  for (const wanted of ['media_feed_uploads_inspected_total', 'media_feed_upload_inspection_seconds']) {
    expect(types.map(({ name }) => name)).toContain(wanted);
  }
});
