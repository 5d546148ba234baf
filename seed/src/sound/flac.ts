import { registerFlacEncoder } from '@mediabunny/flac-encoder';
import { AudioSample, AudioSampleSource, BufferTarget, FlacOutputFormat, Output } from 'mediabunny';

registerFlacEncoder();

/** `samples`: 16 bits, channels in turns. */
export async function writeFlac(
  samples: Int16Array<ArrayBuffer>,
  sampleRate: number,
  channels: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const output = new Output({ format: new FlacOutputFormat(), target: new BufferTarget() });
  const source = new AudioSampleSource({ codec: 'flac' });
  output.addAudioTrack(source);
  await output.start();
  const sample = new AudioSample({
    data: samples,
    format: 's16',
    numberOfChannels: channels,
    sampleRate,
    timestamp: 0,
  });
  await source.add(sample);
  sample.close();
  await output.finalize();
  if (!output.target.buffer) throw new Error('The encoder gave no file.');
  return new Uint8Array(output.target.buffer);
}
