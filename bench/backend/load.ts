/** As much load over HTTP as goes, in a closed loop, and what came of it. */
import autocannon from 'autocannon';
import type { ServerProcess } from './program.ts';

export interface Target {
  readonly server: ServerProcess;
  /** Sent in turn by each connection, which begin at places of their own: they are different people. */
  readonly requests: readonly autocannon.Request[];
  readonly connections?: number;
}

export interface Outcome {
  readonly perSecond: number;
  readonly cpuMicroseconds: number;
  readonly p50: number;
  readonly p99: number;
}

/** @throws {Error} when an answer is neither 2xx nor 304: what fails quickly must not count as fast. */
export async function load(target: Target, seconds: number): Promise<Outcome> {
  const connections = target.connections ?? 64;
  let opened = 0;
  const cpuBefore = target.server.cpuSeconds();
  const result = await autocannon({
    url: target.server.url,
    connections,
    duration: seconds,
    requests: [...target.requests],
    setupClient: (client) => {
      const first = Math.floor((opened++ * target.requests.length) / connections);
      client.setRequests([...target.requests.slice(first), ...target.requests.slice(0, first)]);
    },
  });
  const cpu = target.server.cpuSeconds() - cpuBefore;
  const bad = result.errors + result.timeouts + result['1xx'] + result['4xx'] + result['5xx'];
  if (bad > 0) throw new Error(`${String(bad)} of ${String(result.requests.total)} requests failed`);
  return {
    perSecond: result.requests.average,
    cpuMicroseconds: (cpu / result.requests.total) * 1e6,
    p50: result.latency.p50,
    p99: result.latency.p99,
  };
}
