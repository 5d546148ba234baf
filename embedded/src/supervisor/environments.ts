/** The environment of each program: the same names as on AWS, with addresses on this machine. */
import { join } from 'node:path';
import type { Settings } from '../settings.ts';
import { hasDecoder } from './find-decoder.ts';
import type { ProgramName } from './program-name.ts';
import type { LocalSecrets } from './secrets.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const functionName = 'media-processing';
const decoderName = 'media-decoder';

export function environments(
  settings: Settings,
  secrets: LocalSecrets,
  databaseUrl: string,
  passedThrough: Record<string, string>,
): Record<ProgramName, Record<string, string>> {
  const local = (port: number) => `http://127.0.0.1:${String(port)}`;
  const inBrowser = (port: number) => `http://localhost:${String(port)}`;
  const data = (name: string) => join(settings.DATA_DIR, name);
  const queueUrl = (name: string) => `${local(settings.QUEUE_PORT)}/000000000000/${name}`;
  const invokeUrl = `${local(settings.FUNCTIONS_PORT)}/2015-03-31/functions/${functionName}/invocations`;

  const decodeQueueUrl = queueUrl('media-decode-requests');

  const aws = {
    AWS_REGION: settings.AWS_REGION,
    AWS_ACCESS_KEY_ID: 'media-feed-local',
    AWS_SECRET_ACCESS_KEY: secrets.storage,
    LOG_LEVEL: settings.LOG_LEVEL,
  };
  const services = {
    ...aws,
    UPLOADS_BUCKET: 'media-feed-uploads',
    MEDIA_BUCKET: 'media-feed-media',
    STORAGE_ENDPOINT: local(settings.STORAGE_PORT),
    QUEUE_ENDPOINT: local(settings.QUEUE_PORT),
    RESULTS_QUEUE_URL: queueUrl('media-results'),
    FAILURES_QUEUE_URL: queueUrl('media-failures'),
  };
  const webOrigins = [inBrowser(settings.WEB_PORT), settings.EXTRA_WEB_ORIGINS].filter(Boolean).join(',');
  const functionEnvironment = JSON.stringify({
    ...passedThrough,
    ...services,
    AWS_LAMBDA_EXEC_WRAPPER: join(root, 'lambda', 'start-without-credentials.sh'),
  });
  const limits = {
    LAMBDA_MEMORY_MIB: String(settings.LAMBDA_MEMORY_MIB),
    LAMBDA_RETRY_SECONDS: settings.LAMBDA_RETRY_SECONDS.join(','),
  };
  const programs: Record<ProgramName, Record<string, string>> = {
    database: {
      DATABASE_DATA_DIR: data('postgres'),
      DATABASE_PASSWORD: secrets.database,
      DATABASE_PORT: String(settings.DATABASE_PORT),
    },
    storage: {
      ...services,
      STORAGE_PORT: String(settings.STORAGE_PORT),
      STORAGE_DATA_DIR: data('storage'),
      WEB_ORIGINS: webOrigins,
      FUNCTION_INVOKE_URL: invokeUrl,
    },
    queue: { ...aws, QUEUE_PORT: String(settings.QUEUE_PORT), QUEUE_DATA_DIR: data('queue') },
    functions: {
      ...services,
      FUNCTIONS_PORT: String(settings.FUNCTIONS_PORT),
      FUNCTIONS_DATA_DIR: data('functions'),
      FUNCTION_NAME: functionName,
      FUNCTION_HANDLER: join(root, 'lambda', 'dist', 'handler.mjs'),
      FUNCTION_ENVIRONMENT: functionEnvironment,
      ...limits,
      LAMBDA_CONCURRENCY: String(settings.LAMBDA_CONCURRENCY),
      LAMBDA_TIMEOUT_SECONDS: String(settings.LAMBDA_TIMEOUT_SECONDS),
    },
    decoder: {
      ...services,
      DECODE_QUEUE_URL: decodeQueueUrl,
      FUNCTION_NAME: decoderName,
      FUNCTION_HANDLER: join(root, 'lambda', 'dist', 'decode-handler.mjs'),
      FUNCTION_ENVIRONMENT: functionEnvironment,
      ...limits,
      DECODER_CONCURRENCY: String(settings.DECODER_CONCURRENCY),
    },
    mail: {
      MAIL_PORT: String(settings.MAIL_PORT),
      MAILBOX_PORT: String(settings.MAILBOX_PORT),
      MAIL_DATA_DIR: data('mail'),
    },
    edge: { ...services, CDN_PORT: String(settings.CDN_PORT) },
    web: {
      WEB_PORT: String(settings.WEB_PORT),
      WEB_ROOT: join(root, 'frontend', 'dist'),
      API_URL: inBrowser(settings.API_PORT),
      STORAGE_PUBLIC_ENDPOINT: inBrowser(settings.STORAGE_PORT),
      MEDIA_BASE_URL: inBrowser(settings.CDN_PORT),
    },
    api: {
      // A stop waits for the long poll under way; on this machine an idle one costs nothing.
      QUEUE_WAIT_SECONDS: '2',
      MAIL_URL: `smtp://127.0.0.1:${String(settings.MAIL_PORT)}`,
      ...passedThrough,
      ...services,
      BACKEND_MAIN: join(root, 'backend', 'dist', 'main.js'),
      FUNCTION_NAME: functionName,
      LAMBDA_ENDPOINT: local(settings.FUNCTIONS_PORT),
      DEAD_LETTERS_QUEUE_URL: queueUrl('media-dead-letters'),
      // Without a decoder nobody asks it for anything, and nothing waits in its queue.
      ...(hasDecoder(settings) && { DECODE_QUEUE_URL: decodeQueueUrl }),
      ENVIRONMENT: 'development',
      API_PORT: String(settings.API_PORT),
      DATABASE_URL: databaseUrl,
      JWT_SECRET: secrets.jwt,
      STORAGE_PUBLIC_ENDPOINT: inBrowser(settings.STORAGE_PORT),
      MEDIA_BASE_URL: inBrowser(settings.CDN_PORT),
      WEB_ORIGINS: webOrigins,
      RATE_LIMITS: settings.RATE_LIMITS,
    },
  };
  return override(programs, settings.PROGRAM_OVERRIDES);
}

/** `lambda` stands for what the functions themselves see, `functions` and `decoder` for the programs that call them. */
function override(
  programs: Record<ProgramName, Record<string, string>>,
  { lambda, ...overrides }: Record<string, Record<string, string>>,
): Record<ProgramName, Record<string, string>> {
  for (const [name, variables] of Object.entries(overrides)) {
    if (name in programs) Object.assign(programs[name as ProgramName], variables);
  }
  for (const program of [programs.functions, programs.decoder]) {
    const seen = JSON.parse(program.FUNCTION_ENVIRONMENT ?? '{}') as Record<string, string>;
    program.FUNCTION_ENVIRONMENT = JSON.stringify({ ...seen, ...lambda });
  }
  return programs;
}

/**
 * The person's own variables, so that every setting of the backend and the Lambda can be given to `make start`.
 * An account's AWS variables stay out: a session token of theirs would spoil every signature here.
 */
export function passThrough(environment: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter(
      (entry): entry is [string, string] =>
        entry[1] !== undefined && !/^(AWS_|npm_|NODE_OPTIONS$)/.test(entry[0]),
    ),
  );
}
