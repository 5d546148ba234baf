/**
 * Stands in for LocalStack where its image cannot be pulled: the calls that Media Feed and its setup script make, on
 * one endpoint, kept over a restart. Whatever it does not know it refuses by name.
 */
import type { AddressInfo } from 'node:net';
import { closeStorageServer, createStorageServer } from '../s3/server.ts';
import { InitScripts } from './init-scripts.ts';
import { internalAnswer } from './internal-addresses.ts';
import { sendJson } from './protocols.ts';
import { openServices } from './services.ts';
import type { Settings } from './settings.ts';

export interface Emulator {
  /** On this machine, e.g. `http://127.0.0.1:4566`. */
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** Resolves when everything answers; the scripts in ready.d run after that. */
export async function startEmulator(settings: Settings): Promise<Emulator> {
  const services = await openServices(settings);
  const scripts = await InitScripts.find(settings.LOCALSTACK_INIT_DIR);
  const stopping = new AbortController();
  const server = createStorageServer((request, response, waitsForInvitation) => {
    const isStopping = stopping.signal.aborted;
    const internal = internalAnswer(request.url ?? '/', { scripts, queues: services.queues, isStopping });
    if (internal === undefined) services.serve(request, response, waitsForInvitation);
    else sendJson(response, internal.status, internal.body);
  });
  const { host, port: wantedPort } = settings.GATEWAY_LISTEN;
  // In two arguments: `loopback-only`, which fauxqs needs, turns only the other form of this call.
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(wantedPort, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const endpoint = `http://127.0.0.1:${port}`;
  const ran = scripts.run(
    {
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: settings.AWS_REGION,
      AWS_ACCESS_KEY_ID: settings.AWS_ACCESS_KEY_ID,
      AWS_SECRET_ACCESS_KEY: settings.AWS_SECRET_ACCESS_KEY,
    },
    stopping.signal,
  );
  return {
    endpoint,
    stop: async () => {
      stopping.abort();
      await ran;
      await closeStorageServer(server);
      await services.close();
    },
  };
}
