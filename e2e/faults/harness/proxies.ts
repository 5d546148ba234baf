/** The proxies of a stack, and the addresses that lead its programs to them. */
import { join } from 'node:path';
import type { PortName } from '@media-feed/testing/stack';
import type { FaultProxy } from '@media-feed/testing/fault-proxy/fault-proxy';
import { TcpFaultProxy } from '@media-feed/testing/fault-proxy/tcp';
import { HttpFaultProxy } from '@media-feed/testing/fault-proxy/http';

export const root = join(import.meta.dirname, '..', '..', '..');

/** Who calls whom. */
export interface FaultProxies {
  readonly clientToStorage: HttpFaultProxy;
  readonly apiToStorage: HttpFaultProxy;
  readonly apiToQueue: HttpFaultProxy;
  readonly apiToDatabase: TcpFaultProxy;
  readonly apiToFunction: HttpFaultProxy;
  readonly functionToStorage: HttpFaultProxy;
  readonly functionToQueue: HttpFaultProxy;
  /** Events on their way from storage to the function. */
  readonly storageToFunction: HttpFaultProxy;
}

export async function startProxies(ports: Record<PortName, number>): Promise<FaultProxies> {
  const { STORAGE_PORT, QUEUE_PORT, DATABASE_PORT, FUNCTIONS_PORT } = ports;
  return {
    clientToStorage: await HttpFaultProxy.start(STORAGE_PORT),
    apiToStorage: await HttpFaultProxy.start(STORAGE_PORT),
    apiToQueue: await HttpFaultProxy.start(QUEUE_PORT),
    apiToDatabase: await TcpFaultProxy.start(DATABASE_PORT),
    apiToFunction: await HttpFaultProxy.start(FUNCTIONS_PORT),
    functionToStorage: await HttpFaultProxy.start(STORAGE_PORT),
    functionToQueue: await HttpFaultProxy.start(QUEUE_PORT),
    storageToFunction: await HttpFaultProxy.start(FUNCTIONS_PORT),
  };
}

export async function closeProxies(proxies: FaultProxies): Promise<void> {
  await Promise.all(Object.values(proxies).map((proxy: FaultProxy) => proxy.close()));
}

/** What each program is told so that its calls go by the proxies. */
export function environmentsThrough(proxies: FaultProxies, apiPassword: string, faultyUploads: string) {
  const queue = (proxy: HttpFaultProxy) => ({
    QUEUE_ENDPOINT: proxy.url,
    RESULTS_QUEUE_URL: `${proxy.url}/000000000000/media-results`,
    FAILURES_QUEUE_URL: `${proxy.url}/000000000000/media-failures`,
  });
  const invocations = '/2015-03-31/functions/media-processing/invocations';
  return {
    api: {
      ...queue(proxies.apiToQueue),
      STORAGE_ENDPOINT: proxies.apiToStorage.url,
      STORAGE_PUBLIC_ENDPOINT: proxies.clientToStorage.url,
      DATABASE_URL: databaseUrl('media_feed_api_a', apiPassword, proxies.apiToDatabase.port),
      LAMBDA_ENDPOINT: proxies.apiToFunction.url,
    },
    functions: {
      ...queue(proxies.functionToQueue),
      FUNCTION_HANDLER: join(import.meta.dirname, '..', 'function', 'faulty-handler.ts'),
    },
    lambda: {
      ...queue(proxies.functionToQueue),
      STORAGE_ENDPOINT: proxies.functionToStorage.url,
      REAL_HANDLER: join(root, 'lambda', 'dist', 'handler.mjs'),
      FAULTY_UPLOADS: faultyUploads,
    },
    storage: { FUNCTION_INVOKE_URL: proxies.storageToFunction.url + invocations },
  };
}

export function databaseUrl(login: string, password: string, port: number): string {
  return `postgres://${login}:${password}@127.0.0.1:${String(port)}/media_feed`;
}
