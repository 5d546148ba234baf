import { afterEach, describe, expect, it } from '@jest/globals';
import type { Config } from '../../src/config/config.ts';
import { call, expectProblem, pathsOf } from '../support/http.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let api: TestApp;
afterEach(() => api.close());

/** Nothing listens on port 1. */
const nowhere = 'http://127.0.0.1:1';

describe('health', () => {
  it('is live and ready when everything is there', async () => {
    api = await startTestApp();

    for (const path of ['/health/live', '/health/ready']) {
      expect(await call(api.url, path)).toMatchObject({ status: 200, body: { status: 'ok' } });
    }
  });

  it.each<[string, Partial<Config>]>([
    ['storage', { storageEndpoint: nowhere }],
    ['storage', { mediaBucket: 'there-is-no-such-bucket' }],
    ['queue', { queueEndpoint: nowhere }],
  ])('is not ready without %s, and still live', async (name, overrides) => {
    api = await startTestApp(overrides);

    const answer = await call(api.url, '/health/ready');

    expect(pathsOf(expectProblem(answer, 'unavailable'))).toEqual([name]);
    expect(answer.headers.get('retry-after')).toBe('2');
    expect((await call(api.url, '/health/live')).status).toBe(200);
  });
});
