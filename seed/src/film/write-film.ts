/** Frames to an MP4 or MOV file. */
import {
  BufferTarget,
  EncodedPacket,
  EncodedVideoPacketSource,
  MovOutputFormat,
  Mp4OutputFormat,
  Output,
} from 'mediabunny';
import type { Canvas, Size } from '../drawing/canvas.ts';
import { createH264Encoder } from './h264.ts';
import { toYuv } from './yuv.ts';

export interface Film extends Size {
  readonly framesPerSecond: number;
  /** Drawn one after the other; the canvas may be the same each time. */
  readonly frames: Iterable<Canvas>;
}

export async function writeFilm(
  { width, height, framesPerSecond, frames }: Film,
  type: 'video/mp4' | 'video/quicktime',
): Promise<Uint8Array<ArrayBuffer>> {
  const encoder = createH264Encoder({ width, height });
  const target = new BufferTarget();
  const format = type === 'video/mp4' ? new Mp4OutputFormat() : new MovOutputFormat();
  const output = new Output({ format, target });
  const source = new EncodedVideoPacketSource('avc');
  output.addVideoTrack(source, { frameRate: framesPerSecond });
  await output.start();
  const { codec, description } = encoder;
  const decoderConfig = { codec, description, codedWidth: width, codedHeight: height };
  let index = 0;
  for (const frame of frames) {
    const { isKey, data } = encoder.encode(toYuv(frame));
    const time = index / framesPerSecond;
    const packet = new EncodedPacket(data, isKey ? 'key' : 'delta', time, 1 / framesPerSecond);
    await source.add(packet, { decoderConfig });
    index += 1;
  }
  await output.finalize();
  if (!target.buffer) throw new Error('The film was not written');
  return new Uint8Array(target.buffer);
}
