/** Rounds of random requests to every operation, until the time is up. */
import fc from 'fast-check';
import type { Operation } from '../support/open-api/document.ts';
import { type PlannedRequest, requestTo } from './request-arbitrary.ts';
import type { Outcome, Target } from './target.ts';

const requestsPerRound = 25;

export interface Report {
  requests: number;
  rounds: number;
  /** By operation and status. */
  answers: Map<string, Map<number, number>>;
  /** The smallest request that was found for each broken rule. */
  findings: string[];
}

interface Options {
  seed: number;
  seconds: number;
}

/** The same seed sends the same requests, as far as the time reaches. */
export async function fuzzSchema(
  target: Target,
  operations: readonly Operation[],
  { seed, seconds }: Options,
): Promise<Report> {
  const deadline = performance.now() + seconds * 1000;
  const answers = new Map(operations.map(({ key }) => [key, new Map<number, number>()]));
  const findings = new Map<string, string>();
  const report: Report = { requests: 0, rounds: 0, answers, findings: [] };
  for (; performance.now() < deadline; report.rounds += 1) {
    for (const [index, operation] of operations.entries()) {
      if (performance.now() > deadline) break;
      await target.renew();
      await fuzzOperation(operation, seed + report.rounds * 1000 + index);
    }
  }
  return { ...report, findings: [...findings.values()] };

  async function fuzzOperation(operation: Operation, roundSeed: number): Promise<void> {
    let last: Outcome | undefined;
    const property = fc.asyncProperty(requestTo(operation), async (planned: PlannedRequest) => {
      last = await target.send(operation, planned);
      count(operation, last.answer.status);
      if (last.faults.length > 0) throw new Error(last.faults.join('; '));
    });
    const result = await fc.check(property, { seed: roundSeed, numRuns: requestsPerRound });
    if (!result.failed) return;
    const what = result.errorInstance instanceof Error ? result.errorInstance.message : 'failed';
    const name = `${operation.key}: ${what}`;
    const [smallest] = result.counterexample ?? [];
    if (findings.has(withoutNumbers(name))) return;
    findings.set(
      withoutNumbers(name),
      `${name}\n  request: ${JSON.stringify(smallest)}\n  last answer: ${describe(last)}`,
    );
  }

  function count({ key }: Operation, status: number): void {
    report.requests += 1;
    const statuses = answers.get(key);
    statuses?.set(status, (statuses.get(status) ?? 0) + 1);
  }
}

function describe(outcome: Outcome | undefined): string {
  return outcome ? `${outcome.answer.status} ${outcome.answer.text.slice(0, 500)}` : 'none';
}

function withoutNumbers(text: string): string {
  return text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}|\d{4,}/g, '…');
}

export function describeReport({ requests, rounds, answers, findings }: Report): string {
  const rows = [...answers].map(([key, statuses]) => {
    const counts = [...statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${status}×${count}`);
    return `  ${key.padEnd(42)} ${counts.join(' ')}`;
  });
  return [`${requests} requests in ${rounds} rounds, ${findings.length} findings`, ...rows].join('\n');
}
