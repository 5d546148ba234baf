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
