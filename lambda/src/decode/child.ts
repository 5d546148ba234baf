/** The process inside the decoder's sandbox, confined as the inspector's is, with FFmpeg's decoders in it. */
import { serveParent } from '../sandbox/serve-parent.ts';
import { decodeRecording } from './decode.ts';
import { ffmpeg } from './loaded-ffmpeg.ts';
// Last: what comes behind it could not be loaded any more.
import '../sandbox/confined.ts';

serveParent((reader, { contentType, task, limits }, output) =>
  decodeRecording(ffmpeg, reader, { contentType }, task, limits, output),
);
