import type { Round } from './round.ts';

/** One thing that can go wrong, and how it is mended. */
export interface Repair {
  /** As it stands in logs. */
  readonly name: string;
  /** Throws when what it needs is away; the other repairs of the round go on. */
  run(round: Round): Promise<void>;
}
