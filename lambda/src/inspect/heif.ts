/** HEIF (ISO/IEC 23008-12): which codec a picture in it has, and what is said of all of them. */
import { examineAvif } from './avif.ts';
import { Malformed } from './bytes.ts';
import type { Examination } from './examination.ts';
import type { Facts } from './facts.ts';
import { examineHeic } from './heic.ts';
import { ForeignCodec } from './heif-tree.ts';
import { checkOtherItems, readItems, type Items } from './heif-items.ts';
import type { Box, Brands } from './iso-boxes.ts';
import type { Movie } from './iso-movie.ts';

/** What the brands call the file; its items may tell otherwise. */
export type HeifKind = 'image/avif' | 'image/heic' | 'image/heif';

/** §10.2 to §10.4, annexes B to D: HEVC, its extensions and sequences. */
const heicBrands = /^(hei[cxms]|hev[cxms])$/;
/** Those of the container alone: any codec. */
const heifBrands = /^(mif[123]|msf1|miaf|MiH[ABE]|MiPr|1pic|pict|hei[fv])$/;
const avifBrands = /^avi[fso]$/;

/** `undefined` for movies. */
export function heifKind({ major, compatible }: Brands): HeifKind | undefined {
  if (avifBrands.test(major)) return 'image/avif';
  if (heicBrands.test(major)) return 'image/heic';
  if (!heifBrands.test(major)) return undefined;
  if (compatible.some((brand) => avifBrands.test(brand))) return 'image/avif';
  return compatible.some((brand) => heicBrands.test(brand)) ? 'image/heic' : 'image/heif';
}

const codecNames: Record<string, string> = {
  avc1: 'an AVC picture in a HEIF container',
  jpeg: 'a JPEG in a HEIF container',
  j2k1: 'a JPEG 2000 picture in a HEIF container',
  vvc1: 'a VVC picture in a HEIF container',
  unci: 'an uncompressed picture in a HEIF container',
};
const unnamed = 'a HEIF picture';

interface Parts {
  meta: Box | undefined;
  movie: Movie | undefined;
  hasFilmBeside: boolean;
}

export async function examineHeif(
  examination: Examination,
  kind: HeifKind,
  { meta, movie, hasFilmBeside }: Parts,
): Promise<Facts> {
  const items = meta && (await readItems(examination, meta));
  if (items && examination.depth === 'whole') await checkOtherItems(examination, items);
  const facts = await examineCodec(examination, kind, items, movie);
  const isMore = hasFilmBeside || facts.frames > 1 || (facts.heif !== undefined && movie !== undefined);
  return isMore ? { ...facts, isStillOfMore: true } : facts;
}

async function examineCodec(
  examination: Examination,
  kind: HeifKind,
  items: Items | undefined,
  movie: Movie | undefined,
): Promise<Facts> {
  const codec = items?.primary === undefined ? undefined : codecOf(items, items.primary, 0);
  if (items && codec === 'av01') return examineAvif(examination, items, movie);
  if (kind === 'image/avif' && !codec) throw new Malformed('The picture has no primary item.');
  if (codec !== undefined && codec !== 'hvc1' && codec !== 'hev1') return unsupported(examination, codec);
  try {
    const facts = await examineHeic(
      examination,
      codec === undefined ? undefined : items,
      movie,
      kind === 'image/avif' ? 'image/heif' : kind,
    );
    if (facts) return facts;
  } catch (error) {
    if (!(error instanceof ForeignCodec)) throw error;
    return unsupported(examination, error.codec);
  }
  return nothing;
}

function unsupported(examination: Examination, codec: string): Facts {
  examination.rejectUnsupported(codecNames[codec] ?? unnamed);
  return nothing;
}

/** It was rejected already: nobody asks for more. */
const nothing: Facts = {
  mediaClass: 'IMAGE',
  mimeType: 'image/heif',
  width: null,
  height: null,
  durationSeconds: null,
  frames: 1,
  tracks: [],
  target: 'image',
};

const maxDerivations = 8;

/** Of the first coded picture that an item is derived from. */
function codecOf(items: Items, id: number, depth: number): string {
  const type = items.types.get(id);
  if (type === undefined) throw new Malformed('The picture has no primary item.');
  if (!/^(grid|iovl|iden|tmap)$/.test(type)) return type;
  if (depth >= maxDerivations) throw new Malformed('The picture is derived too many times.');
  const inputs = items.references.find((reference) => reference.type === 'dimg' && reference.from === id);
  const [first] = inputs?.to ?? [];
  if (first === undefined) throw new Malformed('Parts of the picture are missing.');
  return codecOf(items, first, depth + 1);
}
