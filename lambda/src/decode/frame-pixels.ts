/** Pixels of a decoded frame, in the size that is wanted. */
import type { CodedColour } from '../inspect/inspection.ts';
import { isOrdinary, toOrdinary } from '../publish/coded-colour.ts';
import type { RawPicture } from '../publish/raw-picture.ts';
import type { PixelSize } from '../publish/rendition-sizes.ts';
import type { Ffmpeg, Frame } from './ffmpeg.ts';

/** FFmpeg's AVPixelFormat. */
const gray8 = 8;
const rgb24 = 2;
const rgb48 = 35;

/** AVCOL_SPC_RGB, and AVCOL_RANGE_JPEG: what RGB is. */
const rgbMatrix = 0;
const fullRange = 2;

/** Stretched to `size`, as pixels that are not square ask for; colours and light as they are coded. */
function scale(ffmpeg: Ffmpeg, frame: Frame, { width, height }: PixelSize, format: number): Buffer {
  const scaler = new ffmpeg.SoftwareScaleContext();
  const scaled = new ffmpeg.Frame();
  try {
    scaler.allocContext();
    scaled.alloc();
    Object.assign(scaled, { format, width, height });
    // Said on both sides, or the scaler would convert them in its own way.
    scaled.colorPrimaries = frame.colorPrimaries;
    scaled.colorTrc = frame.colorTrc;
    scaled.colorRange = fullRange;
    if (format !== gray8) scaled.colorSpace = rgbMatrix;
    const result = scaler.scaleFrameSync(scaled, frame);
    if (result < 0) throw new Error(`FFmpeg scaled a frame with ${String(result)}`);
    return scaled.toBuffer();
  } finally {
    scaled.free();
    scaler.freeContext();
  }
}

/** One byte a pixel, line by line. */
export const grayPixels = (ffmpeg: Ffmpeg, frame: Frame, size: PixelSize): Uint8Array =>
  scale(ffmpeg, frame, size, gray8);

const colourOf = ({ colorPrimaries, colorTrc }: Frame): CodedColour => ({
  primaries: colorPrimaries,
  transfer: colorTrc,
});

/** 8 bits of sRGB; what is brighter than a screen's white, or more colourful, is made what a screen shows. */
export function screenPixels(ffmpeg: Ffmpeg, frame: Frame, size: PixelSize): RawPicture {
  const colour = colourOf(frame);
  if (isOrdinary(colour)) return { ...size, channels: 3, data: scale(ffmpeg, frame, size, rgb24) };
  const bytes = scale(ffmpeg, frame, size, rgb48);
  // A view of two bytes a sample has to begin at an even place.
  const data = new Uint16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  return toOrdinary({ ...size, channels: 3, data }, colour);
}
