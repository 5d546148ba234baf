/** HEIC: pictures by HEVC in a HEIF container (ISO/IEC 23008-12), single ones, grids of tiles, and sequences. */
import { Malformed, u32be } from './bytes.ts';
import type { Examination } from './examination.ts';
import { checkPixels, imageFacts, type Facts } from './facts.ts';
import { readFirstOfSequence } from './heic-sequence.ts';
import type { HeifPicture } from './heif-image.ts';
import { noItems, propertiesOf, type Items } from './heif-items.ts';
import { codedSize, colourOf, profileOf } from './heif-properties.ts';
import { HeifTree, shownSize, TooMuchToDecode, type Cost } from './heif-tree.ts';
import type { CodedColour } from './inspection.ts';
import type { Movie } from './iso-movie.ts';

/** H.265 annex A: Main, Main 10, Main Still Picture, and what extends them by depth and format. */
const decodableProfiles = new Set([0, 1, 2, 3, 4]);
const maxBits = 16;

interface FoundPicture extends HeifPicture {
  colour: CodedColour | undefined;
  cost: Cost;
}

export async function examineHeic(
  examination: Examination,
  items: Items | undefined,
  movie: Movie | undefined,
  mimeType: 'image/heic' | 'image/heif',
): Promise<Facts | undefined> {
  if (items) checkSizes(examination, items);
  const tree = new HeifTree(examination, items ?? noItems(), 2 * examination.limits.maxHeicPixels);
  try {
    const found = await (items ? readPicture(items, tree) : readSequence(examination, movie, tree));
    return found && factsOf(examination, found, mimeType);
  } catch (error) {
    if (!(error instanceof TooMuchToDecode)) throw error;
    // Its size may have told of it already.
    examination.reject({ reason: 'TOO_MANY_PIXELS', parameters: { failure: 'OUT_OF_MEMORY' } });
    return undefined;
  }
}

/** Of whatever item: each is as large as it says, or broken. */
function checkSizes(examination: Examination, items: Items): void {
  if (items.furthestByte > examination.size) throw new Malformed('The picture ends too early.');
  for (const { type, content } of items.properties) {
    if (type === 'ispe') checkPixels(examination, u32be(content, 4), u32be(content, 8), 'IMAGE');
  }
  const properties = propertiesOf(items, items.primary ?? -1);
  // What is derived may leave its size to what it is derived from.
  if (!properties.some(({ type }) => type === 'ispe')) return;
  const { width, height } = codedSize(properties);
  checkHeicPixels(examination, width, height);
}

function checkHeicPixels(examination: Examination, width: number, height: number): void {
  const { maxHeicPixels, maxImagePixels } = examination.limits;
  // The larger limit is the one that has told of it already.
  if (width * height <= maxHeicPixels || width * height > maxImagePixels) return;
  examination.reject({
    reason: 'TOO_MANY_PIXELS',
    parameters: { width, height, limitPixels: maxHeicPixels, mediaClass: 'IMAGE' },
  });
}

async function readPicture(items: Items, tree: HeifTree): Promise<FoundPicture> {
  const image = await tree.read(items.primary ?? -1);
  const properties = propertiesOf(items, items.primary ?? -1);
  const [profile, colour] = [profileOf(properties), colourOf(properties)];
  return { image, ...(profile ? { profile } : {}), colour, cost: tree.cost, bits: tree.cost.bits };
}

async function readSequence(
  examination: Examination,
  movie: Movie | undefined,
  tree: HeifTree,
): Promise<FoundPicture | undefined> {
  if (!movie) throw new Malformed('The picture has no index.');
  const found = await readFirstOfSequence(examination, movie);
  if (!found) {
    examination.rejectUnsupported('a HEIF picture');
    return undefined;
  }
  const { image, bits, hevc } = found;
  checkPixels(examination, image.width, image.height, 'IMAGE');
  checkHeicPixels(examination, image.width, image.height);
  tree.count(hevc.picture, hevc.profile);
  return { image, bits, colour: undefined, cost: tree.cost };
}

function factsOf(
  examination: Examination,
  { image, profile, bits, colour, cost }: FoundPicture,
  mimeType: 'image/heic' | 'image/heif',
): Facts {
  const unsupported = [...cost.profiles].find((known) => !decodableProfiles.has(known));
  if (unsupported !== undefined) examination.rejectFeature('a HEIC', `HEVC profile ${String(unsupported)}`);
  if (bits > maxBits) examination.rejectFeature('a HEIC', `${String(bits)} bits a sample`);
  const shown = shownSize(image);
  const facts = imageFacts(examination, {
    mimeType,
    ...shown,
    decoderBytesPerPixel: decoderBytes(cost, image.alpha !== undefined) / (shown.width * shown.height),
  });
  const picture: HeifPicture = { image, bits, ...(profile ? { profile } : {}) };
  return {
    ...facts,
    ...(image.orientation === 1 ? {} : { orientation: image.orientation }),
    ...(colour ? { colour } : {}),
    heif: picture,
  };
}

/** Planes twice while a coded picture is read, what is put together of them, and its copy without borders. */
function decoderBytes({ layeredPixels, largestPixels, bits, chroma }: Cost, hasAlpha: boolean): number {
  const samples = [1, 1.5, 2, 3][chroma] ?? 3;
  const channels = hasAlpha ? 4 : 3;
  const sampleBytes = bits > 8 ? 2 : 1;
  return (
    (largestPixels * (samples + channels) + (layeredPixels + largestPixels) * channels) * sampleBytes +
    largestPixels
  );
}
