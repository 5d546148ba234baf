/** What is to be made, in which order; decided before anything is drawn. */
import type { MediaType } from '@media-feed/contract';
import type { Size } from './drawing/canvas.ts';
import type { StillType } from './drawing/encode.ts';
import { compositions, films, type loops, scenes } from './catalogue.ts';
import { type Random, randomOf } from './random.ts';

/** One file to make. The same work makes the same file. */
export type Work = { readonly seed: string } & (
  | {
      readonly kind: 'picture';
      readonly scene: keyof typeof scenes;
      readonly size: Size;
      readonly type: StillType;
    }
  | {
      readonly kind: 'animation';
      readonly loop: keyof typeof loops;
      readonly type: 'image/gif' | 'image/webp';
    }
  | {
      readonly kind: 'film';
      readonly film: keyof typeof films;
      readonly type: 'video/mp4' | 'video/quicktime';
    }
  | {
      readonly kind: 'sound';
      readonly composition: keyof typeof compositions;
      readonly type: 'audio/wav' | 'audio/flac';
    }
);

export interface MadeFile {
  readonly fileName: string;
  readonly contentType: MediaType;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** What the file shows or plays, for people. */
  readonly alt: string;
}

/** Works number `first` to `first + count − 1`; a later run goes on where an earlier one ended. */
export function planWorks(first: number, count: number): Work[] {
  const last = first + count;
  const works: Work[] = [];
  for (let round = 0; works.length < last; round += 1) works.push(...planRound(round));
  return works.slice(first, last);
}

/** Of 18 works 12 or more are pictures; no scene comes twice before each has come once. */
function planRound(round: number): Work[] {
  const random = randomOf(`round ${round}`);
  const pictures = random.shuffle(Object.keys(scenes) as (keyof typeof scenes)[]);
  const filmsInTurn = turn(Object.keys(films) as (keyof typeof films)[], round * 3);
  const soundsInTurn = turn(Object.keys(compositions) as (keyof typeof compositions)[], round * 3);
  const others: Work[] = [0, 1, 2].flatMap((index): Work[] => {
    const seed = `${round}.${index}`;
    const film = filmsInTurn[index] ?? 'waves';
    const composition = soundsInTurn[index] ?? 'rain';
    return [
      { kind: 'film', seed: `film ${seed}`, film, type: index === 1 ? 'video/quicktime' : 'video/mp4' },
      { kind: 'sound', seed: `sound ${seed}`, composition, type: index === 1 ? 'audio/flac' : 'audio/wav' },
    ];
  });
  others.push(
    round % 2 === 0
      ? { kind: 'animation', seed: `loop ${round}`, loop: 'bloom', type: 'image/gif' }
      : { kind: 'animation', seed: `loop ${round}`, loop: 'ripples', type: 'image/webp' },
  );
  const works: Work[] = pictures.map((scene, index) =>
    planPicture(random, scene, `picture ${round}.${index}`),
  );
  // Spread evenly among the pictures.
  const gap = works.length / others.length;
  for (const [index, other] of others.entries())
    works.splice(Math.round((index + 0.5) * gap) + index, 0, other);
  return works;
}

function turn<T>(items: readonly T[], by: number): T[] {
  return items.map((_, index) => items[(index + by) % items.length] as T);
}

const aspects = [
  [3, 2],
  [3, 2],
  [4, 3],
  [16, 9],
  [2, 3],
  [4, 5],
  [1, 1],
  [3, 4],
] as const;

function planPicture(random: Random, scene: keyof typeof scenes, seed: string): Work {
  const [wide, high] = random.pick(aspects);
  const type = pickType(random, scene);
  const longer = type === 'image/avif' ? 1600 : random.pick([1800, 2000, 2400, 3000]);
  const scale = longer / Math.max(wide, high);
  const size = { width: Math.round(wide * scale), height: Math.round(high * scale) };
  return { kind: 'picture', seed, scene, size, type };
}

/** PNG suits flat colours only: of a sky's grain it makes megabytes. */
function pickType(random: Random, scene: keyof typeof scenes): StillType {
  if (scenes[scene].isFlat) return random.pick(['image/png', 'image/webp', 'image/jpeg']);
  return random.pick(['image/jpeg', 'image/jpeg', 'image/jpeg', 'image/webp', 'image/avif']);
}
