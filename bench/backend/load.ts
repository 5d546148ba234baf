/** As much load over HTTP as goes, in a closed loop, and what came of it. */
import autocannon from 'autocannon';
import type { ServerProcess } from './program.ts';

/** A server, and the database that works for it. */
export interface MeasuredServer extends ServerProcess {
  /** Processor time of all its backends so far, in seconds. */
  databaseSeconds(): number;
}

export interface Target {
  readonly server: MeasuredServer;
  /** Sent in turn by each connection, which begin at places of their own: they are different people. */
  readonly requests: readonly autocannon.Request[];
  readonly connections?: number;
}

export interface Outcome {
  readonly perSecond: number;
  /** Processor time a request. */
  readonly cpuMicroseconds: number;
  /** The same of PostgreSQL. */
  readonly databaseMicroseconds: number;
  readonly p50: number;
  readonly p99: number;
}

/** @throws {Error} when an answer is neither 2xx nor 304: what fails quickly must not count as fast. */
export async function load(target: Target, seconds: number): Promise<Outcome> {
  const connections = target.connections ?? 64;
  let opened = 0;
  const { server } = target;
  const [cpuBefore, databaseBefore] = [server.cpuSeconds(), server.databaseSeconds()];
  const result = await autocannon({
    url: server.url,
    connections,
    duration: seconds,
    requests: [...target.requests],
    setupClient: (client) => {
      const first = Math.floor((opened++ * target.requests.length) / connections);
      client.setRequests([...target.requests.slice(first), ...target.requests.slice(0, first)]);
    },
  });
  const [cpu, database] = [server.cpuSeconds() - cpuBefore, server.databaseSeconds() - databaseBefore];
  const bad = result.errors + result.timeouts + result['1xx'] + result['4xx'] + result['5xx'];
  if (bad > 0) throw new Error(`${String(bad)} of ${String(result.requests.total)} requests failed`);
  return {
    perSecond: result.requests.average,
    cpuMicroseconds: (cpu / result.requests.total) * 1e6,
    databaseMicroseconds: (database / result.requests.total) * 1e6,
    p50: result.latency.p50,
    p99: result.latency.p99,
  };
}
