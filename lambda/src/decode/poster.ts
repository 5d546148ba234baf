/** The poster of a video: one of its frames, upright and as a screen shows it, in the sizes of a picture. */
import type { Input } from 'mediabunny';
import { isSideways, type Orientation } from '../inspect/exif.ts';
import type { Accepted } from '../inspect/inspection.ts';
import { encodeStill, turn, type EncodedPicture } from '../publish/encode-picture.ts';
import { frameSizes } from '../publish/rendition-sizes.ts';
import { chooseFrame, type FrameBudget } from './choose-frame.ts';
import type { Ffmpeg } from './ffmpeg.ts';

const orientations: Readonly<Record<0 | 90 | 180 | 270, Orientation>> = { 0: 1, 90: 6, 180: 3, 270: 8 };

/** Smallest first; none where no frame can be decoded. */
export async function makePoster(
  ffmpeg: Ffmpeg,
  input: Input,
  found: Accepted,
  budget: FrameBudget,
): Promise<EncodedPicture[]> {
  const { width, height } = found;
  const track = found.tracks.find(({ kind }) => kind === 'video');
  if (track?.kind !== 'video' || !width || !height) return [];
  const orientation = orientations[track.rotationDegrees];
  const shown = { width, height };
  const sizes = frameSizes(shown);
  const largest = sizes.at(-1) ?? shown;
  const asStored = isSideways(orientation)
    ? { width: largest.height, height: largest.width }
    : { width: largest.width, height: largest.height };
  const frame = await chooseFrame(ffmpeg, input, found, asStored, budget);
  return frame ? encodeStill(await turn(frame, orientation), shown, sizes) : [];
}
