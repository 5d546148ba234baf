/** Composes the function from its settings; clients live as long as the process. */
import { receivedRestoreRequestSchema, type RestoreRequest } from '@media-feed/contract';
import type { Context, S3Event } from 'aws-lambda';
import type { LayerReport } from './sandbox/layers.ts';
import type { Protection } from './sandbox/protect-function.ts';
import type { Config } from './config.ts';
import { createDependencies, type FunctionDependencies, unprotected } from './create-dependencies.ts';
import { createLog, type Log } from './log.ts';
import { processUpload, type Dependencies } from './process-upload.ts';
import { reportLayers } from './report-layers.ts';
import { parseRecord } from './s3-event.ts';

/** Kept of the function's time to end in an orderly way. */
const reserveMs = 5000;

/** Asks for what keeps the sandbox in, instead of bringing an upload; `make doctor` and `make smoke` send it. */
interface LayersQuestion {
  readonly report: 'sandbox-layers';
}

export type Handler = (
  event: S3Event | LayersQuestion | RestoreRequest,
  context: Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'>,
) => Promise<readonly LayerReport[] | undefined>;

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
      if ('kind' in event) {
        await restore(event, dependencies, log.with({ requestId: context.awsRequestId }));
        return undefined;
      }
      await handle(event, context, config.UPLOADS_BUCKET, dependencies, log);
      return undefined;
    },
    layers,
    close: dependencies.sandbox.close,
  };
}

/** @throws what may go better another time, and for a request that is none: the reconciler asks again. */
async function restore(
  event: RestoreRequest,
  { quarantine, queue }: FunctionDependencies,
  functionLog: Log,
): Promise<void> {
  const asked = receivedRestoreRequestSchema.parse(event);
  const { mediaId, userId, request } = asked;
  const isWhole = await quarantine.publishAgain(asked);
  const messageId = await queue.send({ version: 1, kind: 'RELEASED', mediaId, userId, request, isWhole });
  functionLog.with({ mediaId }).info('Published again', { messageId, isWhole });
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
