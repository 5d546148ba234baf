import type { Random } from '../random.ts';
import type { Sound } from './sound.ts';

export interface Piece {
  readonly title: string;
  readonly sound: Sound;
}
export type Composition = (random: Random) => Piece;

/** Samples a second: what the notes here need, at half the size of a CD. */
export const rate = 22_050;
