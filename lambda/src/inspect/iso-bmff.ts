/** MP4, MOV, M4A and AVIF: ISO/IEC 14496-12 §4 «Object-structured file organization», §6.2. */
import { latin1, Malformed, u32be } from './bytes.ts';
import type { Examination } from './examination.ts';
import type { Facts } from './facts.ts';
import { examineHeif, heifKind, type HeifKind } from './heif.ts';
import { contentOf, readBox, readBoxHead, type Box, type Brands } from './iso-boxes.ts';
import { movieFacts, readMovie, type Movie } from './iso-movie.ts';
import { addFragment, type FragmentedTrack, type TrackDefaults } from './iso-samples.ts';
import { checkBehindPicture, checkTrailing } from './trailing.ts';

/** What may begin a QuickTime file that is older than `ftyp`. */
const oldBeginnings = /^(moov|mdat|wide|free|skip|pnot)$/;

export function isIsoBmff(head: Uint8Array): boolean {
  const type = latin1(head, 4, 4);
  if (type === 'ftyp') return true;
  const size = head.length >= 8 ? u32be(head, 0) : 0;
  return oldBeginnings.test(type) && (size === 0 || size === 1 || size >= 8);
}

/** §4.3 ftyp: major brand, minor version, compatible brands. */
async function readBrands(examination: Examination): Promise<Brands> {
  const box = await readBox(examination, 0, examination.size);
  if (box?.type !== 'ftyp') return { major: 'qt  ', compatible: [] };
  const ftyp = await contentOf(examination, box);
  if (ftyp.length < 8) throw new Malformed('The MP4 does not say what it is.');
  const compatible = [];
  for (let at = 8; at + 4 <= ftyp.length; at += 4) compatible.push(latin1(ftyp, at, 4));
  return { major: latin1(ftyp, 0, 4), compatible };
}

/** Formats that share the boxes and are none of ours. */
const otherBrands: [RegExp, string][] = [
  [/^crx /, 'a Canon RAW picture'],
  [/^(jp2 |jpx |jpm |mjp2)/, 'a JPEG 2000 picture'],
  [/^(jxl )/, 'a JPEG XL picture'],
  [/^(F4P|f4p)/, 'a copy-protected Flash video'],
  [/^(aax |aaxc)/, 'a copy-protected Audible book'],
  [/^(M4P )/, 'a copy-protected iTunes song'],
];

interface TopLevel {
  meta: Box | undefined;
  movie: Movie | undefined;
  hasMediaData: boolean;
  /** Samsung's motion photo. */
  hasFilmBeside: boolean;
  /** What the fragments hold, by track id. */
  fragments: Map<number, FragmentedTrack>;
  hasFragments: boolean;
  end: number;
}

/** Boxes whose loss is damage; text behind the movie can look like a box of any other name. */
const ownBoxes = /^(ftyp|moov|mdat|moof|mfra|meta|idat|sidx|styp|free|skip|wide|uuid|udta)$/;

const isComplete = ({ hasMediaData, movie, meta }: TopLevel): boolean =>
  hasMediaData && (movie !== undefined || meta !== undefined);

/** Where a payload that no sample is part of would stand, for those who look for one. */
async function scanMediaData(examination: Examination, { content, end }: Box): Promise<void> {
  if (examination.depth === 'index') return;
  const [headBytes, tailBytes] = [4 * 1024, 64 * 1024];
  await examination.scan(content, Math.min(headBytes, end - content), 'in the media data', 'samples');
  const tail = Math.max(content, end - tailBytes);
  await examination.scan(tail, end - tail, 'in the media data', 'samples');
}

async function readTopLevel(
  examination: Examination,
  isQuickTime: boolean,
  isPicture: boolean,
): Promise<TopLevel> {
  const top: TopLevel = {
    meta: undefined,
    movie: undefined,
    hasMediaData: false,
    hasFilmBeside: false,
    fragments: new Map(),
    hasFragments: false,
    end: 0,
  };
  while (top.end < examination.size) {
    const box = await readBoxHead(examination, top.end, examination.size);
    // What is no box ends the movie, and is looked at as what stands behind it.
    if (!box) break;
    // A film behind the picture is another file, of which nothing is published.
    if (isPicture && box.type === 'ftyp' && top.end > 0) {
      top.hasFilmBeside = true;
      break;
    }
    if (box.end > examination.size) {
      if (isComplete(top) && !ownBoxes.test(box.type)) break;
      throw new Malformed(`The box "${box.type}" is larger than what holds it.`);
    }
    if (box.type === 'moov') {
      if (top.movie) throw new Malformed('It has two movies in one.');
      top.movie = await readMovie(examination, box, isQuickTime);
      // Whatever box of it is said to hold the payload.
      if (examination.depth === 'whole')
        await examination.scan(box.content, box.end - box.content, 'in the index');
    } else if (box.type === 'mdat') {
      top.hasMediaData = true;
      await scanMediaData(examination, box);
    } else if (box.type === 'moof') {
      top.hasFragments = true;
      if (examination.depth === 'index') break;
      const defaults = top.movie?.defaults ?? new Map<number, TrackDefaults>();
      await addFragment(examination, box, 1, defaults, top.fragments);
    } else if (box.type !== 'ftyp') {
      if (box.type === 'meta') top.meta ??= box;
      if (box.type === 'idat') top.hasMediaData = true;
      if (isPicture && box.type === 'mpvd') top.hasFilmBeside = true;
      await examination.scan(box.content, box.end - box.content, `in the box "${box.type}"`);
    }
    top.end = box.end;
    if (examination.depth === 'index' && isEnough(examination, top)) break;
  }
  return top;
}

/** The first look ends once it knows the movie and that the data behind it are whole. */
const isEnough = (examination: Examination, top: TopLevel): boolean =>
  examination.isWornOut && top.movie !== undefined && top.hasMediaData;

export async function examineIsoBmff(examination: Examination): Promise<Facts> {
  const brands = await readBrands(examination);
  const other = otherBrands.find(([pattern]) => pattern.test(brands.major));
  if (other) examination.rejectUnsupported(other[1]);
  const picture = heifKind(brands);
  const isQuickTime = brands.major === 'qt  ';
  const top = await readTopLevel(examination, isQuickTime, picture !== undefined);
  const facts = await factsOf(examination, top, picture, isQuickTime);
  if (examination.depth === 'whole') {
    await (picture
      ? checkBehindPicture(examination, top.end, 'picture')
      : checkTrailing(examination, top.end, 'movie'));
  }
  return facts;
}

async function factsOf(
  examination: Examination,
  top: TopLevel,
  picture: HeifKind | undefined,
  isQuickTime: boolean,
): Promise<Facts> {
  if (picture) return examineHeif(examination, picture, top);
  if (!top.movie) throw new Malformed('It has no index.');
  return movieFacts(examination, top.movie, { ...top, isQuickTime });
}
