/** Baseline and subject in turn, round after round, so that what disturbs the machine disturbs both. */
import { load, type Outcome, type Target } from './load.ts';

export interface Settings {
  readonly rounds: number;
  readonly seconds: number;
}

/** Of each round, in their order. */
export type Rounds = Readonly<Record<keyof Outcome, readonly number[]>>;

/** Measures each target in each round; the first, unmeasured seconds of each fill its caches. */
export async function inTurn<Name extends string>(
  targets: Readonly<Record<Name, Target>>,
  { rounds, seconds }: Settings,
): Promise<Record<Name, Rounds>> {
  const names = Object.keys(targets) as Name[];
  const outcomes = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, Outcome[]>;
  for (const name of names) await load(targets[name], Math.min(3, seconds));
  for (let round = 1; round <= rounds; round++) {
    for (const name of names) {
      process.stdout.write(`\r  round ${String(round)} of ${String(rounds)}: ${name.padEnd(24)}`);
      outcomes[name].push(await load(targets[name], seconds));
    }
  }
  process.stdout.write(`\r${' '.repeat(60)}\r`);
  return Object.fromEntries(names.map((name) => [name, roundsOf(outcomes[name])])) as Record<Name, Rounds>;
}

function roundsOf(outcomes: readonly Outcome[]): Rounds {
  const of = (key: keyof Outcome) => outcomes.map((outcome) => outcome[key]);
  return {
    perSecond: of('perSecond'),
    cpuMicroseconds: of('cpuMicroseconds'),
    databaseMicroseconds: of('databaseMicroseconds'),
    p50: of('p50'),
    p99: of('p99'),
  };
}
