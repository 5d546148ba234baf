/** What both functions work with, made of their settings; clients live as long as the process. */
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { missing } from './sandbox/layers.ts';
import type { Protection } from './sandbox/protect-function.ts';
import { Sandbox } from './sandbox/sandbox.ts';
import type { Config } from './config.ts';
import { defaultInspectionLimits } from './inspect/inspection.ts';
import type { Dependencies } from './process-upload.ts';
import { Publication } from './publication.ts';
import { QuarantineStorage } from './quarantine-storage.ts';
import { ResultQueue } from './result-queue.ts';
import { UploadStorage } from './storage.ts';
import { leavePayloadUnsigned } from './unsigned-payload.ts';

export interface FunctionDependencies extends Dependencies {
  /** The media bucket, from which the decoder reads. */
  readonly published: UploadStorage;
  readonly quarantine: QuarantineStorage;
}

const MiB = 1024 * 1024;
/** Of the sandbox's memory; the rest holds the program, the file and what is made of it. */
const decoderShare = 0.6;

/** For callers that have nothing to protect. */
export const unprotected: Protection = {
  credentials: undefined,
  environment: missing('environment', 'the function was not started by its own program'),
};

/** @param entry the program of the sandbox. */
export function createDependencies(
  config: Config,
  entry: URL,
  { credentials }: Protection,
): FunctionDependencies {
  const requestHandler = {
    connectionTimeout: 3000,
    requestTimeout: config.CALL_TIMEOUT_SECONDS * 1000,
    throwOnRequestTimeout: true,
  };
  const common = { region: config.AWS_REGION, requestHandler, ...(credentials ? { credentials } : {}) };
  const s3 = new S3Client({
    ...common,
    ...(config.STORAGE_ENDPOINT ? { endpoint: config.STORAGE_ENDPOINT, forcePathStyle: true } : {}),
  });
  leavePayloadUnsigned(s3);
  const sqs = new SQSClient({
    ...common,
    ...(config.QUEUE_ENDPOINT ? { endpoint: config.QUEUE_ENDPOINT } : {}),
  });
  const publicationSettings = {
    mediaBucket: config.MEDIA_BUCKET,
    partBytes: config.PART_BYTES,
    partsInFlight: config.PARTS_IN_FLIGHT,
    maxHeldBytes: config.MAX_HELD_BYTES,
  };
  return {
    uploads: new UploadStorage(s3, config.UPLOADS_BUCKET),
    published: new UploadStorage(s3, config.MEDIA_BUCKET),
    quarantine: new QuarantineStorage(s3, config.UPLOADS_BUCKET, config.MEDIA_BUCKET),
    keepOriginals: config.KEEP_ORIGINALS === 'owner',
    queue: new ResultQueue(sqs, config.RESULTS_QUEUE_URL),
    sandbox: new Sandbox({
      entry,
      environment: { PATH: config.PATH, LD_LIBRARY_PATH: config.LD_LIBRARY_PATH },
      heapMib: config.SANDBOX_MEMORY_MIB,
      maxFilesPerProcess: config.SANDBOX_MAX_FILES,
      maxIdleBytes: (config.SANDBOX_MEMORY_MIB * MiB) / 2,
      requiredLayers: config.SANDBOX_REQUIRE,
    }),
    newPublication: (source) => new Publication(s3, publicationSettings, source),
    limits: {
      ...defaultInspectionLimits,
      maxUploadBytes: {
        IMAGE: config.MAX_IMAGE_BYTES,
        AUDIO: config.MAX_AUDIO_BYTES,
        VIDEO: config.MAX_VIDEO_BYTES,
      },
      maxImagePixels: config.MAX_IMAGE_PIXELS,
      maxDecoderBytes: config.SANDBOX_MEMORY_MIB * MiB * decoderShare,
      maxDurationSeconds: config.MAX_DURATION_SECONDS,
    },
    sandboxTimeoutMs: config.SANDBOX_TIMEOUT_SECONDS * 1000,
    sandboxBytesPerSecond: config.SANDBOX_BYTES_PER_SECOND,
    sandboxMemoryBytes: config.SANDBOX_MEMORY_MIB * MiB,
    outputMarginBytes: config.MAX_OUTPUT_MARGIN_BYTES,
  };
}
