import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hasMoto } from './moto.ts';

export interface Check<Target> {
  readonly name: string;
  readonly run: (target: Target) => Promise<void>;
}

/** What is checked. */
export interface Candidate<Target> {
  readonly name: string;
  readonly start: () => Promise<Target>;
  /** Checks that it is known not to pass, and why. Nothing else may fail. */
  readonly differences: ReadonlyMap<string, string>;
}

export interface Conformance<Target> {
  readonly checks: readonly (readonly [topic: string, checks: readonly Check<Target>[]])[];
  readonly service: Candidate<Target>;
  /** https://github.com/getmoto/moto, a second opinion on what AWS's clients see; where it is installed. */
  readonly moto: Candidate<Target>;
}

interface Stoppable {
  readonly stop: () => Promise<void>;
}

/** Runs every check against the service and against moto. */
export function conform<Target extends Stoppable>({ checks, service, moto }: Conformance<Target>): void {
  runChecks(service, checks);
  if (hasMoto) {
    runChecks(moto, checks);
    return;
  }
  console.warn('moto_server is not installed: this conformance suite runs without its second opinion.');
  describe.skip('moto (moto_server is not installed)', () => {
    it.each(checks.map(([topic]) => topic))('%s', () => undefined);
  });
}

export function runChecks<Target extends Stoppable>(
  { name, start, differences }: Candidate<Target>,
  topics: Conformance<Target>['checks'],
): void {
  if (differences.size > 0) {
    const lines = Array.from(differences, ([check, why]) => `  ${why}: ${check}`);
    console.warn(`Not run against ${name}, which is known to differ:\n${lines.join('\n')}`);
  }
  describe(name, () => {
    let target: Target | undefined;
    beforeAll(async () => {
      target = await start();
    });
    afterAll(() => target?.stop());

    const define = ({ name: check, run }: Check<Target>) => {
      const difference = differences.get(check);
      if (difference !== undefined) {
        it.skip(`${check} (known difference: ${difference})`, () => undefined);
        return;
      }
      it(check, () => {
        if (target === undefined) throw new Error('The target did not start');
        return run(target);
      });
    };
    for (const [topic, checks] of topics) {
      describe(topic, () => {
        checks.forEach(define);
      });
    }
    it('has no known differences but of checks that exist', () => {
      const names = topics.flatMap(([, checks]) => checks.map((check) => check.name));
      expect([...differences.keys()].filter((check) => !names.includes(check))).toEqual([]);
    });
  });
}
