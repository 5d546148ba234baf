import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, it } from '@jest/globals';
import { call } from '../support/http.ts';
import { startTestApp } from '../support/test-app.ts';

it('a collector that takes connections and never answers holds nobody up, at the end neither', async () => {
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const api = await startTestApp({ otelExporterOtlpEndpoint: `http://127.0.0.1:${String(port)}` });
  expect((await call(api.url, '/health/live')).status).toBe(200);

  const closed = await Promise.race([
    api.close().then(() => 'closed'),
    new Promise((resolve) => setTimeout(resolve, 8_000, 'still waiting').unref()),
  ]);

  expect(closed).toBe('closed');
  silent.close();
});
