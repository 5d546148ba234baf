/** Importing this loads FFmpeg, while files can still be opened. */
import { loadFfmpeg } from './ffmpeg.ts';

export const ffmpeg = loadFfmpeg();
