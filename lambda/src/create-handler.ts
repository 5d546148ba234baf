/** Composes the function from its settings; clients live as long as the process. */
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Context, S3Event } from 'aws-lambda';
import { assertLayers, missing, type LayerReport } from './sandbox/layers.ts';
import type { Protection } from './sandbox/protect-function.ts';
import { Sandbox } from './sandbox/sandbox.ts';
import type { Config } from './config.ts';
import { defaultInspectionLimits } from './inspect/inspection.ts';
import { createLog, type Log } from './log.ts';
import { processUpload, type Dependencies } from './process-upload.ts';
import { Publication } from './publication.ts';
import { InspectionResultQueue } from './inspection-result-queue.ts';
import { parseRecord } from './s3-event.ts';
import { UploadStorage } from './storage.ts';
import { leavePayloadUnsigned } from './unsigned-payload.ts';

const MiB = 1024 * 1024;
/** Of the sandbox's memory; the rest holds the program, the file and what is made of it. */
const decoderShare = 0.6;
/** Kept of the function's time to end in an orderly way. */
const reserveMs = 5000;

/** Asks for what keeps the sandbox in, instead of bringing an upload; `make doctor` and `make smoke` send it. */
interface LayersQuestion {
  readonly report: 'sandbox-layers';
}

export type Handler = (
  event: S3Event | LayersQuestion,
  context: Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'>,
) => Promise<readonly LayerReport[] | undefined>;

/** For callers that have nothing to protect. */
const unprotected: Protection = {
  credentials: undefined,
  environment: missing('environment', 'the function was not started by its own program'),
};

interface RunningFunction {
  readonly handler: Handler;
  /** Rejects where something is missing that SANDBOX_REQUIRE asks for. */
  readonly layers: Promise<readonly LayerReport[]>;
  readonly close: () => void;
}

/** @param sandboxEntry the program of the sandbox. */
export function createHandler(
  config: Config,
  sandboxEntry: URL,
  protection: Protection = unprotected,
): RunningFunction {
  const dependencies = createDependencies(config, sandboxEntry, protection);
  const log = createLog(config.LOG_LEVEL);
  const layers = reportLayers(dependencies.sandbox, protection, config, log);
  return {
    handler: async (event, context) => {
      if ('report' in event) return layers;
      await handle(event, context, config.UPLOADS_BUCKET, dependencies, log);
      return undefined;
    },
    layers,
    close: dependencies.sandbox.close,
  };
}

/** Logged once at the start: infrastructure/monitoring.yaml counts `missing`. */
function reportLayers(
  sandbox: Sandbox,
  { environment }: Protection,
  config: Config,
  log: Log,
): Promise<readonly LayerReport[]> {
  const layers = sandbox.warmUp().then((ofTheChild) => {
    const all = [environment, ...ofTheChild];
    const missingLayers = all.filter(({ holds }) => !holds);
    log.info('Sandbox layers', {
      holding: all.filter(({ holds }) => holds).map(({ layer }) => layer),
      missing: missingLayers.map(({ layer, detail }) => `${layer}: ${detail}`),
      missingCount: missingLayers.length,
    });
    assertLayers(config.SANDBOX_REQUIRE, all);
    return all;
  });
  // Whoever does not wait for it must not be ended by it: the first file says the same.
  layers.catch(() => undefined);
  return layers;
}

/** Tries every record; a throw in the end makes AWS repeat the event, which is harmless for those that went well. */
async function handle(
  event: S3Event,
  context: Parameters<Handler>[1],
  uploadsBucket: string,
  dependencies: Dependencies,
  functionLog: Log,
): Promise<void> {
  const requestLog = functionLog.with({ requestId: context.awsRequestId });
  // S3 announces a new notification with an event that has no records (s3:TestEvent).
  const records: readonly unknown[] = (event as Partial<S3Event>).Records ?? [];
  const failures: unknown[] = [];
  for (const record of records) {
    const arrival = parseRecord(record, uploadsBucket);
    if (!arrival) {
      requestLog.warn('Record ignored: no upload of this platform');
      continue;
    }
    const log = requestLog.with({ mediaId: arrival.mediaId });
    try {
      const deadlineMs = Date.now() + context.getRemainingTimeInMillis() - reserveMs;
      await processUpload(arrival, dependencies, deadlineMs, log);
    } catch (error) {
      log.error('Upload not inspected', { error });
      failures.push(error);
    }
  }
  if (failures.length > 0) {
    throw new AggregateError(
      failures,
      `${String(failures.length)} of ${String(records.length)} records failed`,
    );
  }
}

function createDependencies(config: Config, entry: URL, { credentials }: Protection): Dependencies {
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
    queue: new InspectionResultQueue(sqs, config.RESULTS_QUEUE_URL),
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
