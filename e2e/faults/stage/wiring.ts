/** The wires of a stack, and the addresses that lead its programs to them. */
import { join } from 'node:path';
import type { PortName } from '@media-feed/testing/stack';
import { DatabaseWire } from '../wires/database-wire.ts';
import { HttpWire } from '../wires/http-wire.ts';

export const root = join(import.meta.dirname, '..', '..', '..');

/** Who calls whom. */
export interface Wires {
  readonly clientToStorage: HttpWire;
  readonly apiToStorage: HttpWire;
  readonly apiToQueue: HttpWire;
  readonly apiToDatabase: DatabaseWire;
  readonly apiToFunction: HttpWire;
  readonly functionToStorage: HttpWire;
  readonly functionToQueue: HttpWire;
  /** Events on their way from storage to the function. */
  readonly storageToFunction: HttpWire;
}

export async function layWires(ports: Record<PortName, number>): Promise<Wires> {
  const { STORAGE_PORT, QUEUE_PORT, DATABASE_PORT, FUNCTIONS_PORT } = ports;
  return {
    clientToStorage: await HttpWire.start(STORAGE_PORT),
    apiToStorage: await HttpWire.start(STORAGE_PORT),
    apiToQueue: await HttpWire.start(QUEUE_PORT),
    apiToDatabase: await DatabaseWire.start(DATABASE_PORT),
    apiToFunction: await HttpWire.start(FUNCTIONS_PORT),
    functionToStorage: await HttpWire.start(STORAGE_PORT),
    functionToQueue: await HttpWire.start(QUEUE_PORT),
    storageToFunction: await HttpWire.start(FUNCTIONS_PORT),
  };
}

export function closeWires(wires: Wires): void {
  for (const wire of Object.values(wires) as (HttpWire | DatabaseWire)[]) wire.close();
}

/** What each program is told so that its calls go by the wires. */
export function programsOn(wires: Wires, databasePassword: string, faultyUploads: string) {
  const queue = (wire: HttpWire) => ({
    QUEUE_ENDPOINT: wire.url,
    RESULTS_QUEUE_URL: `${wire.url}/000000000000/media-results`,
    FAILURES_QUEUE_URL: `${wire.url}/000000000000/media-failures`,
  });
  const invocations = '/2015-03-31/functions/media-processing/invocations';
  return {
    api: {
      ...queue(wires.apiToQueue),
      STORAGE_ENDPOINT: wires.apiToStorage.url,
      STORAGE_PUBLIC_ENDPOINT: wires.clientToStorage.url,
      DATABASE_URL: databaseUrl(databasePassword, wires.apiToDatabase.port),
      LAMBDA_ENDPOINT: wires.apiToFunction.url,
    },
    functions: {
      ...queue(wires.functionToQueue),
      FUNCTION_HANDLER: join(import.meta.dirname, '..', 'function', 'faulty-handler.ts'),
    },
    lambda: {
      ...queue(wires.functionToQueue),
      STORAGE_ENDPOINT: wires.functionToStorage.url,
      REAL_HANDLER: join(root, 'lambda', 'dist', 'handler.mjs'),
      FAULTY_UPLOADS: faultyUploads,
    },
    storage: { FUNCTION_INVOKE_URL: wires.storageToFunction.url + invocations },
  };
}

export function databaseUrl(password: string, port: number): string {
  return `postgres://media_feed:${password}@127.0.0.1:${String(port)}/media_feed`;
}
