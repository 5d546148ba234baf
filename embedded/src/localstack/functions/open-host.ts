/** What a kept function runs on: the same host as in the embedded stack, by its record. */
import { join } from 'node:path';
import { FailureQueue } from '../../functions/failure-queue.ts';
import { FunctionHost } from '../../functions/function-host.ts';
import { accountId } from '../account.ts';
import type { LogService } from '../logs/log-service.ts';
import type { FunctionRecord } from './function-record.ts';

export interface HostingOptions {
  readonly dataDir: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Where failures are sent to. */
  readonly queueEndpoint: string;
  readonly concurrency: number;
  readonly retrySeconds: readonly number[];
  readonly logs: LogService;
}

export function openHost(
  record: FunctionRecord,
  handlerFile: string,
  options: HostingOptions,
): Promise<FunctionHost> {
  const { dataDir, region, credentials, concurrency, retrySeconds } = options;
  const { name, handler, environment, timeoutSeconds, memoryMiB, eventInvoke } = record;
  return FunctionHost.open({
    handlerFile,
    handlerName: handler.split('.')[1] ?? '',
    functionName: name,
    concurrency,
    memoryMiB,
    timeoutSeconds,
    environment: {
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      ...environment,
    },
    eventsDir: join(dataDir, 'events', name),
    failures: failureDestination(record, options),
    retrySeconds: retrySeconds.slice(0, eventInvoke?.maximumRetryAttempts ?? 2),
    log: (line) => console.error(`[${name}] ${line}`),
    onLine: logLines(name, options.logs),
  });
}

/** To this program's output, and to CloudWatch: a group for the function, a stream for each worker. */
function logLines(name: string, logs: LogService): (worker: string, line: string) => void {
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '/');
  const boot = crypto.randomUUID().replaceAll('-', '').slice(0, 16);
  return (worker, line) => {
    console.log(`[${name}] ${line}`);
    logs.add(`/aws/lambda/${name}`, `${day}/[$LATEST]${boot}${worker.padStart(16, '0')}`, line);
  };
}

function failureDestination(
  { name, eventInvoke }: FunctionRecord,
  { region, credentials, queueEndpoint }: HostingOptions,
): Pick<FailureQueue, 'send'> {
  const queueName = eventInvoke?.onFailureArn?.split(':').at(-1);
  if (queueName !== undefined) {
    const queueUrl = `${queueEndpoint}/${accountId}/${queueName}`;
    return new FailureQueue({ endpoint: queueEndpoint, region, credentials, queueUrl, functionName: name });
  }
  return {
    send: (id) => {
      console.error(`[${name}] Event ${id} is dropped: the function has no failure destination.`);
      return Promise.resolve();
    },
  };
}
