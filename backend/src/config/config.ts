/**
 * The settings of the API and its consumer: read once from the environment, validated before anything else
 * runs. Names carry their unit; a setting's name is its variable's in camel case. `process.env` is read nowhere else.
 */
import { limits, signUpModes } from '@media-feed/contract';
import * as z from 'zod';
import { type CamelCased, camelCased } from './camel-case.ts';

const integer = (min: number, max: number) => z.coerce.number().int().min(min).max(max);
const bytes = integer(1, 5 * 1024 ** 4);
export const seconds = integer(1, 366 * 24 * 60 * 60);
const port = integer(0, 65_535);
const calls = integer(1, 1_000_000_000);
const onOff = z.enum(['on', 'off']).transform((text) => text === 'on');

/** A URL of the given schemes, without a slash at its end. */
const url = (...schemes: string[]) =>
  z
    .string()
    .refine((text) => URL.canParse(text) && schemes.includes(new URL(text).protocol), {
      error: `Must be a URL that starts with ${schemes.map((scheme) => `${scheme}//`).join(' or ')}`,
    })
    .transform((text) => text.replace(/\/+$/, ''));
export const httpUrl = url('http:', 'https:');

const origins = z
  .string()
  .transform((text) => text.split(',').map((origin) => origin.trim()))
  .pipe(
    z.array(
      z.string().refine((text) => URL.canParse(text) && new URL(text).origin === text, {
        error: 'Must be exact origins such as https://example.org, separated by commas',
      }),
    ),
  );

const jwtSecret = z.string().refine((text) => Buffer.byteLength(text) >= 32, {
  error: 'Must have at least 32 bytes',
});

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** What the migration task needs; the API needs it too. */
const databaseVariables = {
  ENVIRONMENT: z.enum(['development', 'test', 'production']).default('development'),
  LOG_LEVEL: z.enum(logLevels).default('info'),
  DATABASE_URL: url('postgres:', 'postgresql:'),
  /**
   * The migration's alone: what the API will have for its DATABASE_URL. The migration, which runs as the owner of the
   * tables, makes its login, with rights on rows and nothing else; where it is not set, the API is the owner too.
   */
  DATABASE_API_URL: url('postgres:', 'postgresql:').optional(),
  /** The one before, which running processes still use while they are replaced. */
  DATABASE_API_PREVIOUS_URL: url('postgres:', 'postgresql:').optional(),
  /** Connections of one process, listeners aside. */
  DATABASE_POOL_SIZE: integer(1, 500).default(10),
  /** A PEM file; when set, the server's certificate is verified against it. */
  DATABASE_CA_FILE: z.string().optional(),
  DATABASE_CONNECT_TIMEOUT_SECONDS: seconds.default(5),
  DATABASE_STATEMENT_TIMEOUT_SECONDS: seconds.default(10),
};

/** Calls within the window; what is not set is `defaultCallLimits` of the environment. */
const callLimitVariables = {
  SIGN_IN_LIMIT_PER_ACCOUNT: calls.optional(),
  SIGN_IN_FAILURE_LIMIT_PER_ACCOUNT: calls.optional(),
  SIGN_IN_LIMIT_PER_ADDRESS: calls.optional(),
  REFRESH_LIMIT_PER_SESSION: calls.optional(),
  SIGN_UP_LIMIT_PER_ACCOUNT: calls.optional(),
  SIGN_UP_LIMIT_PER_ADDRESS: calls.optional(),
  PASSWORD_CHANGE_LIMIT_PER_USER: calls.optional(),
  RESET_LIMIT_PER_ACCOUNT: calls.optional(),
  RESET_LIMIT_PER_ADDRESS: calls.optional(),
  PRESIGN_LIMIT_PER_USER: calls.optional(),
  PRESIGN_LIMIT_PER_ADDRESS: calls.optional(),
  READ_LIMIT_PER_ADDRESS: calls.optional(),
  PERSONAL_FEED_LIMIT_PER_ADDRESS: calls.optional(),
  EVENT_REPLAY_LIMIT_PER_USER: calls.optional(),
  WRITE_LIMIT_PER_USER: calls.optional(),
  DELETE_LIMIT_PER_USER: calls.optional(),
  REPORT_LIMIT_PER_USER: calls.optional(),
  EXPORT_LIMIT_PER_USER: calls.optional(),
};

/** The largest upload of each class. */
const uploadSizeVariables = {
  MAX_IMAGE_BYTES: bytes.default(limits.maxUploadBytes.IMAGE),
  MAX_AUDIO_BYTES: bytes.default(limits.maxUploadBytes.AUDIO),
  MAX_VIDEO_BYTES: bytes.default(limits.maxUploadBytes.VIDEO),
};

/** What an account may use; a new one less. What is not set is `defaultQuotas` of the environment. */
const quotaVariables = {
  DAILY_UPLOADS: calls.optional(),
  DAILY_BYTES: bytes.optional(),
  HOURLY_PROCESSING_SECONDS: seconds.optional(),
  NEW_UNFINISHED_UPLOADS: calls.optional(),
  NEW_DAILY_UPLOADS: calls.optional(),
  NEW_DAILY_BYTES: bytes.optional(),
  NEW_HOURLY_PROCESSING_SECONDS: seconds.optional(),
};

const variables = {
  ...databaseVariables,
  ROLE: z.enum(['all', 'api', 'consumer']).default('all'),
  HOST: z.string().default('127.0.0.1'),
  API_PORT: port.default(3000),
  /** Exactly as many proxies as stand in front; X-Forwarded-For is believed no further. */
  TRUST_PROXY_HOPS: integer(0, 10).default(0),
  WEB_ORIGINS: origins.default([]),
  /** Largest JSON body. */
  MAX_BODY_BYTES: bytes.default(256 * 1024),
  REQUEST_TIMEOUT_SECONDS: seconds.default(60),
  KEEP_ALIVE_TIMEOUT_SECONDS: seconds.default(72),
  /** How long requests in flight may take to end after SIGTERM. */
  SHUTDOWN_TIMEOUT_SECONDS: seconds.default(25),
  /** How long it goes on serving after SIGTERM while /health/ready is 503, so that balancers turn away. */
  DRAIN_SECONDS: integer(0, 600).default(0),

  /** Signs and verifies access tokens. */
  JWT_SECRET: jwtSecret,
  /** Verifies those that were signed before JWT_SECRET was changed; taken away once they have expired. */
  JWT_PREVIOUS_SECRET: jwtSecret.optional(),
  JWT_ISSUER: z.string().default('media-feed'),
  JWT_AUDIENCE: z.string().default('media-feed-api'),
  ACCESS_TOKEN_TTL_SECONDS: seconds.default(15 * 60),
  REFRESH_TOKEN_TTL_SECONDS: seconds.default(30 * 24 * 60 * 60),
  /** How long a session may go on being refreshed. */
  SESSION_MAX_AGE_SECONDS: seconds.default(180 * 24 * 60 * 60),
  /** How long an old refresh token is still answered: two tabs, or an answer that got lost. */
  REFRESH_REUSE_GRACE_SECONDS: integer(0, 60).default(10),
  /** log2 of bcrypt's rounds. */
  BCRYPT_COST: integer(10, 15).default(12),
  /** Sign-ins and sign-ups that may wait for a password hash; past it 503. */
  MAX_WAITING_HASHES: integer(1, 10_000).default(100),
  /** Sign-ins that are expected to take longer are answered 503 at once; 800 in production, 30,000 elsewhere. */
  HASH_PATIENCE_MILLISECONDS: integer(100, 600_000).optional(),
  /** Rejects new passwords that are on a list of the most common ones; needed in production. */
  PASSWORD_BREACH_CHECK: onOff.default(false),
  /** Who may make an account: everybody, whoever has an operator's invitation, or nobody. */
  SIGN_UP: z.enum(signUpModes).default('open'),
  /** How long somebody may restore the account that they are deleting. */
  ACCOUNT_DELETION_DAYS: integer(1, 365).default(14),
  /** How long security events are kept. */
  AUDIT_RETENTION_DAYS: integer(1, 3650).default(90),

  /** Where mails go: a server's smtp:// or smtps:// with its credentials, or `ses:` for AWS's call; they wait without it. */
  MAIL_URL: url('smtp:', 'smtps:', 'ses:').optional(),
  /** The address that mails come from; what stands behind its @ is in their Message-IDs. */
  MAIL_FROM: z
    .string()
    .regex(/^[^\s@<>",;:]+@[^\s@<>",;:]+$/)
    .default('no-reply@localhost'),
  /** The first pause after a mail that the server did not take; each more is twice as long, to an hour. */
  MAIL_RETRY_SECONDS: seconds.default(30),
  /** After that a mail is given up. */
  MAIL_PATIENCE_SECONDS: seconds.default(3 * 24 * 60 * 60),
  /** Whether people confirm their address before they upload. */
  EMAIL_VERIFICATION: z.enum(['off', 'required']).default('off'),
  /** Of one kind to one account: links that somebody asked for, and notices of sign-ins. */
  RESET_MAILS_PER_HOUR: integer(1, 1000).default(3),

  /** Where spans go, by OTLP over HTTP: `/v1/traces` is added. None are made where it is not set. */
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl.optional(),
  /** Writes the metrics into the log as well, in CloudWatch's embedded format. */
  METRICS_EMF: onOff.default(false),
  METRICS_EMF_INTERVAL_SECONDS: seconds.default(60),
  /** CloudWatch's namespace, another one for each installation of an account. */
  METRICS_EMF_NAMESPACE: z
    .string()
    .regex(/^[\w.#:/-]{1,255}$/)
    .default('MediaFeed'),
  /** These alone, separated by commas, since CloudWatch bills each; or all. */
  METRICS_EMF_NAMES: z
    .string()
    .default('all')
    .transform((text) => (text === 'all' ? undefined : text.split(',').map((name) => name.trim()))),

  RATE_LIMITS: onOff.default(true),
  RATE_LIMIT_WINDOW_SECONDS: seconds.default(300),
  /** How long a request waits to be counted for all instances, before its process counts alone for a while. */
  RATE_LIMIT_PATIENCE_MILLISECONDS: integer(1, 60_000).default(250),

  /** Event streams that one process keeps open, and of them from one network (IPv4 address, IPv6 network of 64 bits). */
  MAX_EVENT_STREAMS: integer(1, 1_000_000).default(5_000),
  EVENT_STREAMS_PER_NETWORK: integer(1, 1_000_000).default(200),

  AWS_REGION: z.string().min(1),
  /** Set for an emulator: then paths name the bucket. */
  STORAGE_ENDPOINT: httpUrl.optional(),
  /** The same storage as browsers see it; signs their URLs. */
  STORAGE_PUBLIC_ENDPOINT: httpUrl.optional(),
  /** Browsers upload by AWS's nearest edge; the bucket must have transfer acceleration on. */
  STORAGE_ACCELERATE: onOff.default(false),
  QUEUE_ENDPOINT: httpUrl.optional(),
  UPLOADS_BUCKET: z.string().min(1),
  MEDIA_BUCKET: z.string().min(1),
  RESULTS_QUEUE_URL: httpUrl,
  FAILURES_QUEUE_URL: httpUrl,
  /** Where both hand over what nobody could take; measured and redriven where it is set. */
  DEAD_LETTERS_QUEUE_URL: httpUrl.optional(),
  /** The decoder's queue; where it is not set nobody makes posters and waveforms. */
  DECODE_QUEUE_URL: httpUrl.optional(),
  /** The URL of a published object is this, a slash and its key. */
  MEDIA_BASE_URL: httpUrl,

  MAX_SINGLE_PUT_BYTES: bytes.default(limits.maxSinglePutBytes),
  /** S3 signs for 7 days at most. */
  PRESIGN_TTL_SECONDS: integer(1, 604_800).default(limits.presignTtlSeconds),
  /** The same for the URL of a part, which is good as often as one likes; never longer than the other. */
  PART_URL_TTL_SECONDS: integer(1, 604_800).default(5 * 60),
  MULTIPART_TTL_SECONDS: seconds.default(limits.multipartTtlSeconds),
  MAX_UNFINISHED_UPLOADS: integer(1, 10_000).default(limits.maxUnfinishedUploads),
  /** How long an account is new. */
  NEW_ACCOUNT_SECONDS: seconds.default(24 * 60 * 60),
  /** How long after its URL ended a single PUT may still show up before it counts as never arrived. */
  ARRIVAL_GRACE_SECONDS: seconds.default(60 * 60),

  /** How long a page of the feed that everybody gets alike is kept; 0 reads each anew. */
  FEED_CACHE_MILLISECONDS: integer(0, 1000).default(1000),
  SEARCH_BUDGET_MILLISECONDS: integer(0, 10_000).default(500),
  /** Batches of results that one process works on at once. */
  RESULT_BATCHES_IN_FLIGHT: integer(1, 64).default(2),
  QUEUE_WAIT_SECONDS: integer(1, 20).default(20),
  /** How long a received message is hidden; prolonged while it is worked on. */
  QUEUE_VISIBILITY_SECONDS: integer(2, 43_200).default(60),
  /** How long a message that could not be handled waits for its next try. */
  QUEUE_RETRY_SECONDS: integer(1, 43_200).default(10),

  /** How long a case of moderation stays with the operator who took it on. */
  MODERATION_CLAIM_SECONDS: seconds.default(15 * 60),

  /** From the end of one run of the reconciler to the start of the next. */
  RECONCILE_INTERVAL_SECONDS: seconds.default(60),
  /** How long after its arrival an upload's result counts as overdue; large files get longer. */
  INSPECTION_OVERDUE_SECONDS: seconds.default(120),
  /** Recordings without poster or waveform that one run of the reconciler asks for … */
  DECODES_PER_RUN: integer(1, 10_000).default(100),
  /** … and how long after the last request. */
  DECODE_OVERDUE_SECONDS: seconds.default(15 * 60),
  /** How long an upload is kept after its URL has ended and its inspection result is in. */
  UPLOAD_RETENTION_SECONDS: seconds.default(60 * 60),
  /** An object of no row that is younger than this is left alone. */
  ORPHAN_GRACE_SECONDS: seconds.default(5 * 60),
  /** The same for what the Lambda writes in parts; longer than it can run. */
  ABANDONED_PUBLICATION_SECONDS: seconds.default(60 * 60),
  /** Objects, and rows, that each scan of the reconciler looks at in one run. */
  AUDIT_PER_RUN: integer(100, 10_000_000).default(10_000),
  FUNCTION_NAME: z.string().min(1).default('media-processing'),
  /** Set for an emulator. */
  LAMBDA_ENDPOINT: httpUrl.optional(),
};

type CallLimits = { readonly [Name in keyof CamelCased<typeof callLimitVariables>]: number };

/**
 * Calls within the window. In development everybody comes from one address, and tools make many accounts at
 * once; in production an address is a household, an office or an attacker.
 */
export const defaultCallLimits = {
  development: {
    signInLimitPerAccount: 30,
    signInFailureLimitPerAccount: 1_000,
    signInLimitPerAddress: 600,
    refreshLimitPerSession: 1_000,
    signUpLimitPerAccount: 300,
    signUpLimitPerAddress: 300,
    passwordChangeLimitPerUser: 300,
    resetLimitPerAccount: 300,
    resetLimitPerAddress: 600,
    presignLimitPerUser: 2_000,
    presignLimitPerAddress: 100_000,
    readLimitPerAddress: 10_000_000,
    personalFeedLimitPerAddress: 10_000_000,
    eventReplayLimitPerUser: 1_000_000,
    writeLimitPerUser: 1_000_000,
    deleteLimitPerUser: 1_000_000,
    reportLimitPerUser: 1_000_000,
    exportLimitPerUser: 1_000_000,
  },
  production: {
    signInLimitPerAccount: 10,
    signInFailureLimitPerAccount: 100,
    signInLimitPerAddress: 100,
    refreshLimitPerSession: 30,
    signUpLimitPerAccount: 10,
    signUpLimitPerAddress: 30,
    passwordChangeLimitPerUser: 10,
    resetLimitPerAccount: 5,
    resetLimitPerAddress: 30,
    presignLimitPerUser: 500,
    presignLimitPerAddress: 2_000,
    readLimitPerAddress: 30_000,
    personalFeedLimitPerAddress: 3_000,
    eventReplayLimitPerUser: 100,
    writeLimitPerUser: 3_000,
    deleteLimitPerUser: 100,
    reportLimitPerUser: 20,
    exportLimitPerUser: 1_500,
  },
} as const satisfies Record<string, CallLimits>;

interface AccountQuotas {
  /** Where it is fewer than MAX_UNFINISHED_UPLOADS. */
  readonly unfinishedUploads: number;
  readonly dailyUploads: number;
  readonly dailyBytes: number;
  readonly hourlyProcessingSeconds: number;
}

const GiB = 1024 ** 3;

/** In development tools make accounts and upload much at once; in production a new account may be a flood's. */
const generousQuotas: AccountQuotas = {
  unfinishedUploads: 10_000,
  dailyUploads: 1_000_000,
  dailyBytes: 4096 * GiB,
  hourlyProcessingSeconds: 360_000,
};
const defaultQuotas = {
  development: { accounts: generousQuotas, newAccounts: generousQuotas },
  production: {
    accounts: {
      unfinishedUploads: 10_000,
      dailyUploads: 2_000,
      dailyBytes: 100 * GiB,
      hourlyProcessingSeconds: 300,
    },
    newAccounts: {
      unfinishedUploads: 5,
      dailyUploads: 200,
      dailyBytes: 10 * GiB,
      hourlyProcessingSeconds: 120,
    },
  },
} as const satisfies Record<string, Record<'accounts' | 'newAccounts', AccountQuotas>>;

const databaseEnvironment = z.object(databaseVariables);
const environment = z
  .object({ ...variables, ...callLimitVariables, ...quotaVariables, ...uploadSizeVariables })
  .refine((settings) => settings.RATE_LIMITS || settings.ENVIRONMENT !== 'production', {
    path: ['RATE_LIMITS'],
    error: 'Must be on in production',
  })
  .refine((settings) => settings.PASSWORD_BREACH_CHECK || settings.ENVIRONMENT !== 'production', {
    path: ['PASSWORD_BREACH_CHECK'],
    error: 'Must be on in production',
  })
  .refine((settings) => settings.MAIL_URL === undefined || settings.WEB_ORIGINS.length > 0, {
    path: ['WEB_ORIGINS'],
    error: 'Must name the web app, to which mails link',
  })
  .refine((settings) => settings.SIGN_UP !== 'invitation' || settings.WEB_ORIGINS.length > 0, {
    path: ['WEB_ORIGINS'],
    error: 'Must name the web app, to which invitations link',
  })
  .refine((settings) => settings.EMAIL_VERIFICATION === 'off' || settings.MAIL_URL !== undefined, {
    path: ['EMAIL_VERIFICATION'],
    error: 'Must be off where no MAIL_URL says how mails are sent',
  })
  // Only AWS has such an edge, and it knows no other endpoint.
  .refine(
    ({ STORAGE_ACCELERATE, STORAGE_ENDPOINT, STORAGE_PUBLIC_ENDPOINT }) =>
      !STORAGE_ACCELERATE || (STORAGE_ENDPOINT === undefined && STORAGE_PUBLIC_ENDPOINT === undefined),
    {
      path: ['STORAGE_ACCELERATE'],
      error: 'Must be off where STORAGE_ENDPOINT or STORAGE_PUBLIC_ENDPOINT is set',
    },
  )
  // A stop serves on for a while, and then waits for the long poll under way, which may just be given messages.
  .refine(
    ({ ROLE, SHUTDOWN_TIMEOUT_SECONDS, DRAIN_SECONDS, QUEUE_WAIT_SECONDS }) =>
      SHUTDOWN_TIMEOUT_SECONDS > DRAIN_SECONDS + (ROLE === 'api' ? 0 : QUEUE_WAIT_SECONDS),
    {
      path: ['SHUTDOWN_TIMEOUT_SECONDS'],
      error: 'Must be more than DRAIN_SECONDS and QUEUE_WAIT_SECONDS together',
    },
  );

type Settings = z.output<typeof environment>;

/** Of all settings those of one group. */
function groupOf<Name extends keyof Settings>(
  settings: Settings,
  group: Readonly<Record<Name, unknown>>,
): Pick<Settings, Name> {
  const names = Object.keys(group) as Name[];
  return Object.fromEntries(names.map((name) => [name, settings[name]])) as Pick<Settings, Name>;
}

function callLimitsOf(settings: Settings): CallLimits {
  const byDefault = defaultCallLimits[settings.ENVIRONMENT === 'production' ? 'production' : 'development'];
  const given = camelCased(groupOf(settings, callLimitVariables));
  const names = Object.keys(byDefault) as (keyof CallLimits)[];
  return Object.fromEntries(names.map((name) => [name, given[name] ?? byDefault[name]])) as CallLimits;
}

function quotasOf(settings: Settings): Record<'accounts' | 'newAccounts', AccountQuotas> {
  const { accounts, newAccounts } =
    defaultQuotas[settings.ENVIRONMENT === 'production' ? 'production' : 'development'];
  return {
    accounts: {
      unfinishedUploads: accounts.unfinishedUploads,
      dailyUploads: settings.DAILY_UPLOADS ?? accounts.dailyUploads,
      dailyBytes: settings.DAILY_BYTES ?? accounts.dailyBytes,
      hourlyProcessingSeconds: settings.HOURLY_PROCESSING_SECONDS ?? accounts.hourlyProcessingSeconds,
    },
    newAccounts: {
      unfinishedUploads: settings.NEW_UNFINISHED_UPLOADS ?? newAccounts.unfinishedUploads,
      dailyUploads: settings.NEW_DAILY_UPLOADS ?? newAccounts.dailyUploads,
      dailyBytes: settings.NEW_DAILY_BYTES ?? newAccounts.dailyBytes,
      hourlyProcessingSeconds: settings.NEW_HOURLY_PROCESSING_SECONDS ?? newAccounts.hourlyProcessingSeconds,
    },
  };
}

function configOf(settings: Settings) {
  return {
    ...camelCased(groupOf(settings, variables)),
    storagePublicEndpoint: settings.STORAGE_PUBLIC_ENDPOINT ?? settings.STORAGE_ENDPOINT,
    hashPatienceMilliseconds:
      settings.HASH_PATIENCE_MILLISECONDS ?? (settings.ENVIRONMENT === 'production' ? 800 : 30_000),
    callLimits: callLimitsOf(settings),
    quotas: quotasOf(settings),
    maxUploadBytes: {
      IMAGE: settings.MAX_IMAGE_BYTES,
      AUDIO: settings.MAX_AUDIO_BYTES,
      VIDEO: settings.MAX_VIDEO_BYTES,
    },
  };
}

export type DatabaseConfig = CamelCased<z.output<typeof databaseEnvironment>>;
export type Config = Readonly<ReturnType<typeof configOf>>;

/** Bad or missing variables, by name and never by value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Throws {@link ConfigError}. A variable that is set to nothing counts as not set. */
export function parseConfig(env: Environment): Config {
  return configOf(parse(environment, env));
}

/** Throws {@link ConfigError}. */
export function parseDatabaseConfig(env: Environment): DatabaseConfig {
  return camelCased(parse(databaseEnvironment, env));
}

/** For programs with settings of their own. Throws {@link ConfigError}. */
export function parse<Schema extends z.ZodType>(schema: Schema, env: Environment): z.output<Schema> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    const isMissing = given[name] === undefined && issue.code !== 'custom';
    return `  ${name}: ${isMissing ? 'is not set' : issue.message}`;
  });
  throw new ConfigError(`Bad settings in the environment:\n${[...new Set(lines)].join('\n')}`);
}

/** The program's own environment through one of the parsers; says what is wrong and ends the program. */
export function readEnvironmentOrExit<T>(parser: (env: Environment) => T): T {
  try {
    return parser(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}
