import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, it } from '@jest/globals';
import { call } from '../support/http.ts';
import { startTestApp } from '../support/test-app.ts';

it('a collector that takes connections and never answers holds nobody up, at the end neither', async () => {
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const connections: Socket[] = [];
  // Unless somebody reads, its end is not noticed.
  silent.on('connection', (socket) => connections.push(socket.resume()));
  const api = await startTestApp({ otelExporterOtlpEndpoint: `http://127.0.0.1:${String(port)}` });
  expect((await call(api.url, '/health/live')).status).toBe(200);

  await api.close();

  // The exporter has not given up, and was not waited for.
  expect(connections.map(({ readableEnded }) => readableEnded)).toContain(false);
  for (const socket of connections) socket.destroy();
  silent.close();
});
