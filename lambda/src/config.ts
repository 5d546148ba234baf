/** The Lambda's settings: read once from the environment, names with their units, defaults for all but places. */
import * as z from 'zod/mini';
import { limits } from '@media-feed/contract';
import { sandboxLayers } from './sandbox/layers.ts';

const MiB = 1024 * 1024;

const wholeNumber = (fallback: number) =>
  z.pipe(
    z._default(z.string().check(z.regex(/^[1-9]\d{0,14}$/)), String(fallback)),
    z.transform((digits: string) => Number(digits)),
  );
const address = z.optional(z.string().check(z.regex(/^https?:\/\/[^/]/)));
const name = z.string().check(z.minLength(1));

const configSchema = z.object({
  AWS_REGION: name,
  LOG_LEVEL: z._default(z.enum(['debug', 'info', 'warn', 'error', 'silent']), 'info'),
  /** Set for an emulator, which is then addressed path style. */
  STORAGE_ENDPOINT: address,
  QUEUE_ENDPOINT: address,
  UPLOADS_BUCKET: name,
  MEDIA_BUCKET: name,
  RESULTS_QUEUE_URL: z.string().check(z.regex(/^https?:\/\//)),
  MAX_IMAGE_BYTES: wholeNumber(limits.maxUploadBytes.IMAGE),
  MAX_AUDIO_BYTES: wholeNumber(limits.maxUploadBytes.AUDIO),
  MAX_VIDEO_BYTES: wholeNumber(limits.maxUploadBytes.VIDEO),
  MAX_IMAGE_PIXELS: wholeNumber(limits.maxImagePixels),
  MAX_DURATION_SECONDS: wholeNumber(limits.maxDurationSeconds),
  /** Processor time that the sandbox may use for one file; and more for large files … */
  SANDBOX_TIMEOUT_SECONDS: wholeNumber(14),
  /** … at this speed, and an eighth of it for the first 50 MiB, as much as most pictures have. */
  SANDBOX_BYTES_PER_SECOND: wholeNumber(10 * MiB),
  /** Resident size at which the sandbox is ended. */
  SANDBOX_MEMORY_MIB: wholeNumber(1280),
  /** Files that one sandbox reads before a fresh one takes its place. */
  SANDBOX_MAX_FILES: wholeNumber(100),
  /** What is published of a file may be as large as the file and a quarter, and this much. */
  MAX_OUTPUT_MARGIN_BYTES: wholeNumber(64 * MiB),
  /** One part of a multipart upload; S3 takes 5 MiB at least and 10,000 parts at most. */
  PART_BYTES: wholeNumber(8 * MiB),
  /** Output that may wait in memory because it may still be written again (index in front, open cluster). */
  MAX_HELD_BYTES: wholeNumber(128 * MiB),
  /** Parts under way to storage at once. */
  PARTS_IN_FLIGHT: wholeNumber(4),
  /** Whether the very file is kept for its owner once it is published. */
  KEEP_ORIGINALS: z._default(z.enum(['owner', 'off']), 'owner'),
  /** Storage and queue are given up after this long without an answer. */
  CALL_TIMEOUT_SECONDS: wholeNumber(30),
  /** Layers without which no file is looked at (`sandbox/layers.ts`), separated by commas; or none. */
  SANDBOX_REQUIRE: z.pipe(
    z._default(z.string(), 'none'),
    z.pipe(
      z.transform((names: string) => (names === 'none' ? [] : names.split(','))),
      z.array(z.enum(sandboxLayers)),
    ),
  ),
  /** Where the keys wait that are not in the environment (`start-without-credentials.sh`). */
  CREDENTIALS_DESCRIPTOR: z.optional(
    z.pipe(
      z.string().check(z.regex(/^\d{1,3}$/)),
      z.transform((digits: string) => Number(digits)),
    ),
  ),
  /** What the system's program loader needs; the sandbox gets these and nothing else, above all no credentials. */
  PATH: z.optional(z.string()),
  LD_LIBRARY_PATH: z.optional(z.string()),
});

export type Config = z.infer<typeof configSchema>;

/** @throws one Error that names every bad variable, never its value. */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const result = configSchema.safeParse(environment);
  if (result.success) return result.data;
  const names = [...new Set(result.error.issues.map((issue) => String(issue.path[0])))];
  throw new Error(`Bad or missing environment variables: ${names.join(', ')}`);
}
