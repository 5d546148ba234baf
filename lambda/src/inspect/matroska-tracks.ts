/** Tracks of Matroska and WebM: RFC 9559 §5.1.4. */
import { childrenOf, contentOfElement, floatOf, textOf, unsignedOf, type Element } from './ebml.ts';
import type { Examination } from './examination.ts';

export interface MatroskaTrack {
  number: number;
  /** RFC 9559 §5.1.4.1.3: 1 video, 2 audio, 17 subtitle, … */
  type: number;
  codecId: string;
  codecPrivate: Uint8Array;
  width: number;
  height: number;
  /** §5.1.4.1.28.12 to 14: in pixels, or as a ratio; 0 where it does not say. */
  displayWidth: number;
  displayHeight: number;
  sampleRateHertz: number;
  channels: number;
  bitDepth: number;
  isEncrypted: boolean;
  /** Its samples are compressed once more, in a way that only a decoder of theirs undoes. */
  isCompressed: boolean;
  rotationDegrees: 0 | 90 | 180 | 270;
  /** Nanoseconds a frame; 0 where it does not say. */
  defaultDuration: number;
}

const id = {
  trackNumber: 0xd7,
  trackType: 0x83,
  codecId: 0x86,
  codecPrivate: 0x63a2,
  defaultDuration: 0x23e383,
  video: 0xe0,
  pixelWidth: 0xb0,
  pixelHeight: 0xba,
  displayWidth: 0x54b0,
  displayHeight: 0x54ba,
  projection: 0x7670,
  projectionPoseRoll: 0x7675,
  audio: 0xe1,
  samplingFrequency: 0xb5,
  channels: 0x9f,
  bitDepth: 0x6264,
  contentEncodings: 0x6d80,
  contentEncoding: 0x6240,
  contentEncodingScope: 0x5032,
  contentEncodingType: 0x5033,
  contentCompression: 0x5034,
  contentCompressionAlgorithm: 0x4254,
};

const maxPrivateBytes = 1024 * 1024;
const masters = new Set([id.video, id.audio, id.projection, id.contentEncodings]);

/** §5.1.4.1.31: what each number stands for where it is written, and what it is where it is not. */
const encodings = { compression: 0, blocks: 1, zlib: 0, headerStripping: 3 };

/** Bytes that all samples begin with are taken off by header stripping, and put back by every reader. */
async function readEncoding(
  examination: Examination,
  encoding: Element,
  nesting: number,
  track: MatroskaTrack,
): Promise<void> {
  let { compression: type, blocks: scope, zlib: algorithm } = encodings;
  const walk = async (parent: Element, depth: number): Promise<void> => {
    for await (const element of childrenOf(examination, parent, depth)) {
      if (element.id === id.contentCompression) await walk(element, depth + 1);
      else if (element.id === id.contentEncodingType) type = await unsignedOf(examination, element);
      else if (element.id === id.contentEncodingScope) scope = await unsignedOf(examination, element);
      else if (element.id === id.contentCompressionAlgorithm) {
        algorithm = await unsignedOf(examination, element);
      }
    }
  };
  await walk(encoding, nesting);
  if (type !== encodings.compression) track.isEncrypted = true;
  else if (algorithm !== encodings.headerStripping || scope !== encodings.blocks) track.isCompressed = true;
}

/** §5.1.4.1.28.47: roll in degrees, anticlockwise. */
function rotationOfRoll(roll: number): MatroskaTrack['rotationDegrees'] {
  const clockwise = (((Math.round(-roll / 90) * 90) % 360) + 360) % 360;
  return clockwise === 90 || clockwise === 180 || clockwise === 270 ? clockwise : 0;
}

async function readField(examination: Examination, element: Element, track: MatroskaTrack): Promise<void> {
  switch (element.id) {
    case id.trackNumber:
      track.number = await unsignedOf(examination, element);
      break;
    case id.trackType:
      track.type = await unsignedOf(examination, element);
      break;
    case id.codecId:
      track.codecId = await textOf(examination, element);
      break;
    case id.codecPrivate:
      track.codecPrivate = await contentOfElement(examination, element, maxPrivateBytes);
      break;
    case id.defaultDuration:
      track.defaultDuration = await unsignedOf(examination, element);
      break;
    case id.pixelWidth:
      track.width = await unsignedOf(examination, element);
      break;
    case id.pixelHeight:
      track.height = await unsignedOf(examination, element);
      break;
    case id.displayWidth:
      track.displayWidth = await unsignedOf(examination, element);
      break;
    case id.displayHeight:
      track.displayHeight = await unsignedOf(examination, element);
      break;
    case id.projectionPoseRoll:
      track.rotationDegrees = rotationOfRoll(await floatOf(examination, element));
      break;
    case id.samplingFrequency:
      track.sampleRateHertz = await floatOf(examination, element);
      break;
    case id.channels:
      track.channels = await unsignedOf(examination, element);
      break;
    case id.bitDepth:
      track.bitDepth = await unsignedOf(examination, element);
      break;
  }
}

/** One TrackEntry. */
export async function readMatroskaTrack(
  examination: Examination,
  entry: Element,
  nesting: number,
): Promise<MatroskaTrack> {
  const track: MatroskaTrack = {
    number: 0,
    type: 0,
    codecId: '',
    codecPrivate: new Uint8Array(0),
    width: 0,
    height: 0,
    displayWidth: 0,
    displayHeight: 0,
    sampleRateHertz: 8000,
    channels: 1,
    bitDepth: 0,
    isEncrypted: false,
    isCompressed: false,
    rotationDegrees: 0,
    defaultDuration: 0,
  };
  const walk = async (parent: Element, depth: number): Promise<void> => {
    for await (const element of childrenOf(examination, parent, depth)) {
      if (element.id === id.contentEncoding) await readEncoding(examination, element, depth + 1, track);
      else if (masters.has(element.id)) await walk(element, depth + 1);
      else await readField(examination, element, track);
    }
  };
  await walk(entry, nesting);
  return track;
}
