/** HEVC image sequences (ISO/IEC 23008-12 §7): the first picture stands for all of them. */
import { Malformed, u32be, u64be } from './bytes.ts';
import type { Examination } from './examination.ts';
import type { HeifPicture, HevcImage } from './heif-image.ts';
import { readHevcConfiguration, type HevcConfiguration } from './hevc.ts';
import type { ByteRange } from './byte-range.ts';
import { findChild } from './iso-entry-children.ts';
import { contentOf, sampleEntriesWithin, type Box } from './iso-boxes.ts';
import type { Movie } from './iso-movie.ts';
import type { SampleTable } from './iso-samples.ts';
import type { Track } from './iso-tracks.ts';
import type { Orientation } from './exif.ts';

const visualFieldBytes = 78;
const maxEntryBytes = 64 * 1024;
const orientations: Record<Track['rotationDegrees'], Orientation> = { 0: 1, 90: 6, 180: 3, 270: 8 };

interface Description {
  type: string;
  configuration: ByteRange;
  hevc: HevcConfiguration;
}

/** §8.5.2: the first description, with where its `hvcC` stands in the file. */
async function readDescription(examination: Examination, stsd: Box): Promise<Description> {
  for await (const entry of sampleEntriesWithin(examination, stsd.content + 8, stsd.end)) {
    const bytes = await contentOf(examination, entry, maxEntryBytes);
    const hvcC = findChild(bytes, visualFieldBytes, 'hvcC');
    if (!hvcC) return { type: entry.type, configuration: { from: 0, to: 0 }, hevc: nothing };
    const from = entry.content + hvcC.byteOffset - bytes.byteOffset;
    const hevc = readHevcConfiguration(hvcC);
    return { type: entry.type, configuration: { from, to: from + hvcC.length }, hevc };
  }
  throw new Malformed('A track does not say what its codec is.');
}

const nothing: HevcConfiguration = {
  profile: 0,
  lengthBytes: 4,
  units: [],
  picture: { width: 0, height: 0, codedPixels: 0, chroma: 0, bits: 8 },
};

/** The first sample: the first of its sizes, where the first chunk begins. */
async function firstSample(examination: Examination, table: SampleTable): Promise<ByteRange> {
  const chunks = table.co64 ?? table.stco;
  if (!table.stsz || !chunks) throw new Malformed('A track does not say where its samples are.');
  const sizes = await examination.bytes(table.stsz.content, 16);
  const size = u32be(sizes, 4) || u32be(sizes, 12);
  const places = await examination.bytes(chunks.content, 16);
  if (u32be(sizes, 8) === 0 || u32be(places, 4) === 0) throw new Malformed('Samples of a track are missing.');
  const from = table.co64 ? u64be(places, 8) : u32be(places, 8);
  if (from + size > examination.size) throw new Malformed('Samples of a track are missing.');
  return { from, to: from + size };
}

export interface SequencePicture extends HeifPicture {
  readonly image: HevcImage;
  readonly hevc: HevcConfiguration;
}

/** `undefined` where the pictures have another codec. */
export async function readFirstOfSequence(
  examination: Examination,
  movie: Movie,
): Promise<SequencePicture | undefined> {
  const track = movie.tracks.find(({ handler }) => handler === 'pict' || handler === 'vide');
  if (!track?.descriptionBox) throw new Malformed('The picture has no index.');
  const { type, configuration, hevc } = await readDescription(examination, track.descriptionBox);
  if (!/^(hvc1|hev1)$/.test(type) || hevc === nothing) return undefined;
  const { width, height } = hevc.picture;
  const image: HevcImage = {
    kind: 'hevc',
    width,
    height,
    crop: { left: 0, top: 0, width, height },
    orientation: orientations[track.rotationDegrees],
    configuration,
    data: [await firstSample(examination, track.sampleTable)],
  };
  return { image, bits: hevc.picture.bits, hevc };
}
