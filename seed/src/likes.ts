/** Who likes what: a few things a lot, most a little (Zipf's law). */
import type { Random } from './random.ts';

/** How many of `audience` people like what is in place `rank` (from 1) of popularity. */
export function likesOfRank(rank: number, audience: number): number {
  return Math.min(audience, Math.max(0, Math.round(audience * rank ** -0.7 - 0.35)));
}

export interface Like<Thing, Fan> {
  readonly thing: Thing;
  readonly fan: Fan;
}

/** Nobody likes their own. */
export function spreadLikes<Thing, Fan>(
  random: Random,
  things: readonly Thing[],
  fans: readonly Fan[],
  isOwn: (thing: Thing, fan: Fan) => boolean,
): Like<Thing, Fan>[] {
  return random.shuffle(things).flatMap((thing, index) => {
    const others = random.shuffle(fans.filter((fan) => !isOwn(thing, fan)));
    return others.slice(0, likesOfRank(index + 1, others.length)).map((fan) => ({ thing, fan }));
  });
}
