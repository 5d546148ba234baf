/** What is to be made, in which order; decided before anything is drawn. */
import type { MediaType } from '@media-feed/contract';
import {
  compositions,
  films,
  type Landscape,
  landscapes,
  loops,
  type Pattern,
  patterns,
  sceneOf,
} from './catalogue.ts';
import type { Size } from './drawing/canvas.ts';
import type { StillType } from './drawing/encode.ts';
import { type Random, randomOf } from './random.ts';

/** One file to make. The same work makes the same file. */
export type Work = { readonly seed: string } & (
  | {
      readonly kind: 'picture';
      readonly scene: Landscape | Pattern;
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

/** Another word here, and everything is drawn differently; under this one the first 36 go well together. */
const opening = 'harbour';

/** Kinds in the order of a round: Landscapes, Patterns, Films, Sounds, Animations; X is F or S in turns. */
const order = 'LPFLSPLXLAPLFPLSPL';
/** So far apart are works of one subject, at least where there is a choice. */
const distance = 4;

/** Works number `first` to `first + count − 1`; a later run goes on where an earlier one ended. */
export function planWorks(first: number, count: number): Work[] {
  const random = randomOf(opening);
  const recent: string[] = [];
  const deck = <Name extends string>(entries: Record<Name, { subject: string }>) => {
    let left: Name[] = [];
    return (): Name => {
      if (left.length === 0) left = random.shuffle(Object.keys(entries) as Name[]);
      const isFresh = (name: Name) => !recent.includes(entries[name].subject);
      const [name] = left.splice(Math.max(0, left.findIndex(isFresh)), 1) as [Name];
      recent.push(entries[name].subject);
      if (recent.length > distance) recent.shift();
      return name;
    };
  };
  const next = {
    landscape: deck(landscapes),
    pattern: deck(patterns),
    film: deck(films),
    sound: deck(compositions),
    loop: deck(loops),
  };
  const works = Array.from({ length: first + count }, (_, index): Work => {
    const seed = `${opening} ${index}`;
    const round = Math.floor(index / order.length);
    const letter = order.charAt(index % order.length).replace('X', round % 2 === 0 ? 'F' : 'S');
    switch (letter) {
      case 'L':
        return planPicture(random, next.landscape(), seed);
      case 'P':
        return planPicture(random, next.pattern(), seed);
      case 'F':
        return { kind: 'film', seed, film: next.film(), type: random.pick(['video/mp4', 'video/quicktime']) };
      case 'S':
        return {
          kind: 'sound',
          seed,
          composition: next.sound(),
          type: random.pick(['audio/wav', 'audio/flac']),
        };
      default:
        return {
          kind: 'animation',
          seed,
          loop: next.loop(),
          type: round % 2 === 0 ? 'image/gif' : 'image/webp',
        };
    }
  });
  return works.slice(first);
}

const aspects = [
  [3, 2],
  [3, 2],
  [4, 3],
  [16, 9],
  [16, 9],
  [2, 3],
  [4, 5],
  [1, 1],
] as const;

function planPicture(random: Random, scene: Landscape | Pattern, seed: string): Work {
  const [wide, high] = random.pick(aspects);
  const type = pickType(random, sceneOf(scene).isFlat === true);
  const longer = type === 'image/avif' ? 1600 : random.pick([1800, 2000, 2400, 3000]);
  const scale = longer / Math.max(wide, high);
  const size = { width: Math.round(wide * scale), height: Math.round(high * scale) };
  return { kind: 'picture', seed, scene, size, type };
}

/** PNG suits even colours only: of a sky's grain it makes megabytes. */
function pickType(random: Random, isFlat: boolean): StillType {
  if (isFlat) return random.pick(['image/png', 'image/png', 'image/webp', 'image/jpeg']);
  return random.pick(['image/jpeg', 'image/jpeg', 'image/jpeg', 'image/webp', 'image/avif']);
}
