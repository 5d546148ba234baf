/** Which format a file is, from its first bytes. */
import { fileTypeFromBuffer } from 'file-type';
import { fileOfExtension, mediaTypeOfFileName, type MediaClass } from '@media-feed/contract';
import { activeContentAtStart, findActiveContent } from './active-content.ts';
import { beginsAdts, examineAdts, findAdts } from './adts.ts';
import { hasText, isZero } from './bytes.ts';
import type { Examination } from './examination.ts';
import type { Facts } from './facts.ts';
import { examineFlac } from './flac.ts';
import { examineGif, isGif } from './gif.ts';
import { examineIsoBmff, isIsoBmff } from './iso-bmff.ts';
import { examineJpeg } from './jpeg.ts';
import { examineMatroska, isEbml } from './matroska.ts';
import { examineMp3, findFirstFrame } from './mp3.ts';
import { isFreeFormat } from './mp3-frame.ts';
import { examineOgg, isOgg } from './ogg.ts';
import { examinePng, isPng } from './png.ts';
import { skipId3 } from './tags.ts';
import { examineWav, isWav } from './wav.ts';
import { examineWebp, isWebp } from './webp.ts';

export interface Format {
  /** For people, with its article. */
  readonly name: string;
  /** What its files can turn out to be. */
  readonly classes: readonly MediaClass[];
  readonly examine: (examination: Examination) => Promise<Facts>;
}

interface KnownFormat extends Format {
  readonly begins: (head: Uint8Array) => boolean;
}

const headBytes = 4100;

const mp3: Format = { name: 'an MP3', classes: ['AUDIO'], examine: examineMp3 };
const flac: Format = { name: 'a FLAC', classes: ['AUDIO'], examine: examineFlac };
const adts: Format = { name: 'an AAC', classes: ['AUDIO'], examine: examineAdts };

const formats: readonly KnownFormat[] = [
  {
    name: 'a JPEG',
    classes: ['IMAGE'],
    begins: (head) => hasText(head, 0, '\xff\xd8\xff'),
    examine: examineJpeg,
  },
  { name: 'a PNG', classes: ['IMAGE'], begins: isPng, examine: examinePng },
  { name: 'a GIF', classes: ['IMAGE'], begins: isGif, examine: examineGif },
  { name: 'a WebP', classes: ['IMAGE'], begins: isWebp, examine: examineWebp },
  { name: 'a WAV', classes: ['AUDIO'], begins: isWav, examine: examineWav },
  { name: 'an Ogg', classes: ['AUDIO'], begins: isOgg, examine: examineOgg },
  { name: 'a WebM or MKV', classes: ['VIDEO', 'AUDIO'], begins: isEbml, examine: examineMatroska },
  { ...flac, begins: (head) => hasText(head, 0, 'fLaC') },
  { name: 'an MP4', classes: ['VIDEO', 'AUDIO', 'IMAGE'], begins: isIsoBmff, examine: examineIsoBmff },
];

export type Identity =
  | { format: Format }
  | { active: string }
  | { other: string }
  /** What of a supported format is not. */
  | { of: string; feature: string };

/** Media that are not supported, named for people; for the rest the extension has to do. */
const otherNames: Record<string, string> = {
  bmp: 'a BMP picture',
  tif: 'a TIFF picture',
  ico: 'an icon',
  avi: 'an AVI video',
  flv: 'a Flash video',
  mpg: 'an MPEG video',
  asf: 'a Windows Media file',
  wmv: 'a Windows Media video',
  wma: 'a Windows Media recording',
  aif: 'an AIFF recording',
  amr: 'an AMR recording',
  ac3: 'an AC-3 recording',
  mts: 'an MPEG transport stream',
  jxl: 'a JPEG XL picture',
  jp2: 'a JPEG 2000 picture',
  psd: 'a Photoshop picture',
  mp1: 'an MPEG layer I recording',
  mp2: 'an MPEG layer II recording',
  ape: "a Monkey's Audio recording",
  wv: 'a WavPack recording',
  mid: 'a MIDI file',
};

/** What file-type calls documents, archives and executables that our own signs leave to it. */
const activeTypes =
  /zip|compress|archive|x-tar|x-7z|x-rar|msdownload|x-elf|x-mach|executable|pdf|msword|officedocument|opendocument|rtf|postscript|epub|x-cfb|java|wasm|flash|html|xml|x-deb|x-rpm|cab|dmg|iso9660|shortcut|apple\.(pages|numbers|keynote)|visio|ms-excel|powerpoint/;

async function nameOther(head: Uint8Array): Promise<Identity> {
  const type = await fileTypeFromBuffer(head).catch(() => undefined);
  if (type && activeTypes.test(type.mime)) return { active: fileOfExtension(type.ext) };
  if (type?.ext === 'mp3' || type?.ext === 'aac') return nameOddFrames(head, type.ext === 'mp3' ? mp3 : adts);
  if (type && mediaTypeOfFileName(`.${type.ext}`)) {
    return { of: fileOfExtension(type.ext), feature: 'an unknown variant' };
  }
  if (type) return { other: otherNames[type.ext] ?? fileOfExtension(type.ext) };
  const sign = otherSigns.find(([magic]) => hasText(head, 0, magic));
  if (sign) return { other: sign[1] };
  if (isZero(head)) return { other: 'a file of zeros' };
  if (!isText(head)) return { other: 'an unknown kind of file' };
  const active = findActiveContent(head);
  return active === undefined ? { other: 'a text file' } : { active };
}

/** It begins with a frame of a supported format, and yet is none of its files. */
function nameOddFrames(head: Uint8Array, { name }: Format): Identity {
  return { of: name, feature: isFreeFormat(head) ? 'free format' : 'frames that don’t follow one another' };
}

/** Media that file-type tells apart only with more bytes than the head. */
const otherSigns: [string, string][] = [
  ['II*\0', 'a TIFF picture'],
  ['MM\0*', 'a TIFF picture'],
  ['\x30\x26\xb2\x75\x8e\x66\xcf\x11', 'a Windows Media file'],
  ['FORM', 'an IFF file'],
];

/** No control characters but those that lay out text. */
const isText = (head: Uint8Array): boolean =>
  head.every((byte) => byte >= 0x20 || byte === 0x1b || (byte >= 0x09 && byte <= 0x0d));

/** Sound that tags may stand in front of though its format knows none. */
const untagged = formats.filter(({ begins }) => begins === isWav || begins === isOgg);

/** Tags say nothing of what follows them. */
async function identifyBehindTags(examination: Examination): Promise<Format> {
  const start = await skipId3(examination, 0);
  const head = await examination.upTo(start, headBytes);
  if (hasText(head, 0, 'fLaC')) return flac;
  if (beginsAdts(head, 0, start + head.length >= examination.size)) return adts;
  const format = untagged.find(({ begins }) => begins(head));
  if (format) return { ...format, examine: (whole) => examineBehind(whole, start, format) };
  return (await findFrames(examination, start))?.format ?? mp3;
}

async function examineBehind(examination: Examination, start: number, format: Format): Promise<Facts> {
  const inner = examination.behind(start);
  try {
    return { ...(await format.examine(inner)), startsAt: start };
  } finally {
    examination.adopt(inner);
  }
}

/** Reads the head, and up to 64 KiB more where only a search can tell that it is sound with noise before it. */
export async function identify(examination: Examination): Promise<Identity> {
  const head = await examination.upTo(0, headBytes);
  const format = formats.find(({ begins }) => begins(head));
  if (format) return { format };
  if (hasText(head, 0, 'ID3')) return { format: await identifyBehindTags(examination) };
  if (beginsAdts(head, 0, head.length >= examination.size)) return { format: adts };
  const active = activeContentAtStart(head);
  if (active !== undefined) return { active };
  const byFrames = await identifyByFrames(examination, head);
  return byFrames ? { format: byFrames } : nameOther(head);
}

/** Frames at once, or behind noise that no other format claims. */
async function identifyByFrames(examination: Examination, head: Uint8Array): Promise<Format | undefined> {
  const found = await findFrames(examination, 0);
  const isKnown = found?.at !== 0 && (await fileTypeFromBuffer(head).catch(() => undefined)) !== undefined;
  return isKnown ? undefined : found?.format;
}

/** What begins first from `from` on. */
async function findFrames(
  examination: Examination,
  from: number,
): Promise<{ format: Format; at: number } | undefined> {
  const places = [
    { format: mp3, at: await findFirstFrame(examination, from) },
    { format: adts, at: await findAdts(examination, from) },
  ].flatMap(({ format, at }) => (at === undefined ? [] : [{ format, at }]));
  return places.toSorted((one, other) => one.at - other.at)[0];
}
