/** Writes a genuine film of any size to disk: whole pictures as plain samples, 1.4 MB each, 25 a second. */
import { open } from 'node:fs/promises';
import {
  EncodedPacket,
  EncodedVideoPacketSource,
  Mp4OutputFormat,
  Output,
  StreamTarget,
  type StreamTargetChunk,
} from 'mediabunny';
import { createH264Encoder } from './h264.ts';

const width = 1280;
const height = 720;
const framesPerSecond = 25;

/** Index at the end, as cameras write it; `bytes` is met to within one picture. */
export async function writeLargeFilm(file: string, bytes: number): Promise<void> {
  const handle = await open(file, 'w');
  const writable = new WritableStream<StreamTargetChunk>({
    async write({ data, position }) {
      await handle.write(data, 0, data.length, position);
    },
  });
  const output = new Output({
    format: new Mp4OutputFormat({ fastStart: false }),
    target: new StreamTarget(writable, { chunked: true, chunkSize: 8 * 1024 * 1024 }),
  });
  const source = new EncodedVideoPacketSource('avc');
  output.addVideoTrack(source, { frameRate: framesPerSecond });
  await output.start();
  const { codec, description } = createH264Encoder({ width, height });
  const decoderConfig = { codec, description, codedWidth: width, codedHeight: height };
  for (let index = 0, written = 0; written < bytes; index++) {
    const picture = keyPicture(index);
    const packet = new EncodedPacket(picture, 'key', index / framesPerSecond, 1 / framesPerSecond);
    await source.add(packet, { decoderConfig });
    written += picture.length;
  }
  await output.finalize();
  await handle.close();
}

const pictures = new Map<number, Uint8Array>();

/** A flat grey, one of sixteen: only the size matters here. */
function keyPicture(index: number): Uint8Array {
  const shade = index % 16;
  const known = pictures.get(shade);
  if (known) return known;
  const plane = (size: number, value: number) => new Uint8Array(size).fill(value);
  const { data } = createH264Encoder({ width, height }).encode({
    width,
    height,
    luma: plane(width * height, 40 + shade * 10),
    blue: plane((width * height) / 4, 128),
    red: plane((width * height) / 4, 128),
  });
  pictures.set(shade, data);
  return data;
}
