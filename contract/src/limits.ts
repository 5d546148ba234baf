/** Default limits of the platform. Programs read them as settings and fall back to these. */

const KiB = 1024;
const MiB = 1024 * KiB;
const GiB = 1024 * MiB;

export const limits = {
  /** Largest upload of each class, in bytes. */
  maxUploadBytes: { IMAGE: 100 * MiB, AUDIO: 500 * MiB, VIDEO: 5 * GiB },
  /** Largest upload by one PUT; above it the multipart call is the way. */
  maxSinglePutBytes: 100 * MiB,
  presignTtlSeconds: 15 * 60,
  /** How long a multipart upload may stay unfinished. */
  multipartTtlSeconds: 7 * 24 * 60 * 60,
  /** S3 takes parts of 5 MiB to 5 GiB (all but the last) and 10,000 of them at most. */
  minPartBytes: 8 * MiB,
  maxParts: 10_000,
  maxPartsPerRequest: 100,
  maxUnfinishedUploads: 20,
  /** Of a format that is decoded line by line; others have less (TOO_MANY_PIXELS tells). */
  maxImagePixels: 120_000_000,
  maxDurationSeconds: 4 * 60 * 60,
  maxFileNameCodePoints: 255,
  maxAltTextCodePoints: 1000,
  maxCaptionCodePoints: 2000,
  /** Without the #. */
  maxTagCodePoints: 100,
  /** Of one item; further ones are text alone. */
  maxTags: 30,
  maxSearchCodePoints: 100,
  /** Items of one batch. */
  maxBatchItems: 1000,
  maxReportCodePoints: 1000,
  maxModerationNoteCodePoints: 500,
  maxRemovalTextCodePoints: 1000,
  maxAppealCodePoints: 2000,
  /** Within these a removal can be answered by the owner, and undone by operators. */
  restorableDays: 30,
  maxNameCodePoints: 50,
  maxAboutCodePoints: 500,
  minPasswordCodePoints: 8,
  /** bcrypt hashes 72 bytes and silently ignores the rest, so that more is refused. */
  maxPasswordBytes: 72,
  maxPageSize: 100,
  defaultPageSize: 20,
  maxPage: 1_000_000_000,
} as const;
