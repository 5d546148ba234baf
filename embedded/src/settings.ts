/** Settings of the embedded stack, read from the environment once. */
import { resolve } from 'node:path';
import * as z from 'zod/mini';
import { parseJson } from './functions/parse-json.ts';
import { number, numbers, parseSettings } from './setting-fields.ts';

const port = (byDefault: number) =>
  z.pipe(
    z._default(z.string().check(z.regex(/^\d{1,5}$/)), String(byDefault)),
    z.pipe(z.transform(Number), z.int().check(z.lte(65535))),
  );

const settingsSchema = z.object({
  API_PORT: port(3000),
  WEB_PORT: port(5173),
  CDN_PORT: port(8080),
  STORAGE_PORT: port(9000),
  QUEUE_PORT: port(9324),
  FUNCTIONS_PORT: port(9001),
  /** Where mails are read, and where the API hands them over. */
  MAILBOX_PORT: port(8025),
  MAIL_PORT: port(1025),
  DATABASE_PORT: port(5433),
  /** Everything that the stack keeps. */
  DATA_DIR: z.pipe(
    z._default(z.string().check(z.minLength(1)), '.data'),
    z.transform((path: string) => resolve(path)),
  ),
  /** A PostgreSQL to use instead of the embedded one. */
  DATABASE_URL: z.optional(z.url()),
  /** Origins of other pages that may call the API and upload, separated by commas. */
  EXTRA_WEB_ORIGINS: z.optional(z.string()),
  LOG_LEVEL: z._default(z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']), 'info'),
  RATE_LIMITS: z._default(z.enum(['on', 'off']), 'on'),
  /** Rebuild and restart what changed. */
  WATCH: z._default(z.enum(['0', '1']), '0'),
  AWS_REGION: z._default(z.string(), 'us-east-1'),
  /** Variables of single programs that go before what the stack gives them: how the fault suite gets between. */
  PROGRAM_OVERRIDES: z.pipe(
    z._default(z.string(), '{}'),
    z.pipe(z.transform(parseJson), z.record(z.string(), z.record(z.string(), z.string()))),
  ),
  /** Posters of videos and waveforms of sounds, where FFmpeg's decoders are installed. */
  DECODER: z._default(z.enum(['on', 'off']), 'on'),
  /** Recordings that are decoded at once. */
  DECODER_CONCURRENCY: number(1),
  LAMBDA_CONCURRENCY: number(2),
  LAMBDA_MEMORY_MIB: number(2048),
  LAMBDA_TIMEOUT_SECONDS: number(900),
  /** Pauses before the second and third attempt of a failed event; AWS waits 60 and 120. */
  LAMBDA_RETRY_SECONDS: numbers('2,5'),
});
export type Settings = z.infer<typeof settingsSchema>;

/** @throws {Error} naming every bad variable, never its value. */
export function readSettings(environment: Record<string, string | undefined>): Settings {
  return parseSettings(settingsSchema, environment, 'The README');
}
