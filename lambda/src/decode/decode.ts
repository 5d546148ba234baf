/** What happens inside the decoder's sandbox: of a recording is made what stands for it where it does not play. */
import type { SandboxResult, SandboxTask } from '../sandbox/messages.ts';
import { inspect } from '../inspect/inspect.ts';
import type { Accepted, Declared, InspectionLimits } from '../inspect/inspection.ts';
import { countingReader, pagedReader, type RangedReader } from '../inspect/ranged-reader.ts';
import type { RenditionSink } from '../inspect-and-publish.ts';
import type { EncodedPicture } from '../publish/encode-picture.ts';
import { makePlaceholder } from '../publish/placeholder.ts';
import { readAhead } from '../read-ahead.ts';
import { publishCover } from './cover.ts';
import type { Ffmpeg } from './ffmpeg.ts';
import { openRecording } from '../publish/open-recording.ts';
import { measurePeaks } from './peaks.ts';
import { makePoster } from './poster.ts';
import { flacPackets, soundPacketsOf } from './sound-packets.ts';

const KiB = 1024;
/** For reads here and there: an index, and a frame now and then. */
const pages = { pageBytes: 64 * KiB, maxPagesAhead: 8, maxPages: 256 };
/** Read of a video beside its index; the last frame may go beyond. */
const maxFrameBytes = 12 * 1024 * KiB;

type Made = Pick<Extract<SandboxResult, { outcome: 'READY' }>, 'renditions' | 'placeholder' | 'peaks'>;

const nothing: Made = { renditions: [], placeholder: null };

/** Rejects only where the reader or the output does, or a library throws what it should not. */
export async function decodeRecording(
  ffmpeg: Ffmpeg,
  reader: RangedReader,
  declared: Declared,
  task: SandboxTask,
  limits: InspectionLimits,
  output: RenditionSink,
): Promise<SandboxResult> {
  const counted = countingReader(reader);
  const paged = pagedReader(counted, pages);
  // What was published may be a little larger, or longer, than an upload may.
  const anySize = { IMAGE: limits.maxUploadBytes.IMAGE, VIDEO: Infinity, AUDIO: Infinity };
  const loose = { ...limits, maxUploadBytes: anySize, maxDurationSeconds: Infinity };
  const found = await inspect(paged, declared, loose);
  if (found.outcome === 'REJECTED') return found;
  output.accepted(found);
  const made = await make(ffmpeg, task, counted, paged, found, limits, output);
  return { outcome: 'READY', found, notices: [], ...made };
}

async function make(
  ffmpeg: Ffmpeg,
  task: SandboxTask,
  counted: RangedReader & { readonly bytesRead: number },
  paged: RangedReader,
  found: Accepted,
  limits: InspectionLimits,
  output: RenditionSink,
): Promise<Made> {
  if (task === 'peaks') {
    const peaks = await peaksOf(ffmpeg, readAhead(counted), found, limits);
    return { ...nothing, ...(peaks !== undefined && { peaks }) };
  }
  using input = openRecording(paged, found);
  if (task === 'cover') {
    return (await publishCover(input, limits, (piece) => output.write(piece))) ?? nothing;
  }
  await input.getTracks();
  const indexBytes = counted.bytesRead;
  const isLeft = (): boolean => counted.bytesRead - indexBytes < maxFrameBytes;
  return await writePoster(await makePoster(ffmpeg, input, found, { isLeft }), output);
}

async function peaksOf(
  ffmpeg: Ffmpeg,
  reader: RangedReader,
  found: Accepted,
  limits: InspectionLimits,
): Promise<string | undefined> {
  if (found.mimeType === 'audio/flac') {
    return measurePeaks(ffmpeg, await flacPackets(reader, limits), found);
  }
  using input = openRecording(reader, found, true);
  return await measurePeaks(ffmpeg, await soundPacketsOf(input), found);
}

async function writePoster(pictures: readonly EncodedPicture[], output: RenditionSink): Promise<Made> {
  const [smallest] = pictures;
  if (!smallest) return nothing;
  for (const { name, bytes } of pictures) {
    await output.write({ name, position: 0, bytes, settledBytes: 0, frontBytes: bytes.length });
  }
  const renditions = pictures.map(({ name, width, height }) => ({ name, width, height }));
  return { renditions, placeholder: await makePlaceholder(smallest.bytes) };
}
