/** The words of a row that compares a program of ours with its baseline. */
import { ratios, type Spread, spreadOf, write } from '../figures.ts';
import type { Rounds } from './rounds.ts';

export interface Comparison {
  /** Processor time of the subject over that of the baseline, round by round. */
  readonly times: Spread;
  readonly result: string;
}

/** Processor time of Node first, which holds anywhere; then what this machine gave. */
export function compare(subject: Rounds, baseline: Rounds): Comparison {
  const times = ratios(subject.cpuMicroseconds, baseline.cpuMicroseconds);
  const us = ({ cpuMicroseconds }: Rounds) => write(spreadOf(cpuMicroseconds), 0);
  const perSecond = (rounds: Rounds) => write(spreadOf(rounds.perSecond), 0);
  const database = ({ databaseMicroseconds }: Rounds) => spreadOf(databaseMicroseconds).median.toFixed(0);
  return {
    times,
    result: [
      `${us(subject)} against ${us(baseline)} µs of processor: ${write(times)} times`,
      `PostgreSQL's ${database(subject)} against ${database(baseline)} µs`,
      `${perSecond(subject)} against ${perSecond(baseline)} a second`,
    ].join('; '),
  };
}

/** The same as a share: how many requests the subject answers for one of the baseline, with the same processor time. */
export function share(subject: Rounds, baseline: Rounds): Spread {
  return ratios(baseline.cpuMicroseconds, subject.cpuMicroseconds);
}
