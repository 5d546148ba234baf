/**
 * Stands in for LocalStack where its image cannot be pulled: the calls that Media Feed and its setup script make, on
 * one endpoint, kept over a restart. Whatever it does not know it refuses by name.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { closeStorageServer, createStorageServer } from '../s3/server.ts';
import { createS3Service } from '../s3/service.ts';
import { notPlayed } from './aws-error.ts';
import { FunctionRegistry } from './functions/function-registry.ts';
import { FunctionsService } from './functions/functions-service.ts';
import { serviceOf } from './gateway.ts';
import type { ServiceName } from './gateway.ts';
import { answerSts, openIdentityService } from './identity/identity-service.ts';
import { InitScripts } from './init-scripts.ts';
import { internalAnswer } from './internal-addresses.ts';
import { LogService } from './logs/log-service.ts';
import { openParameterService } from './parameters/parameter-service.ts';
import { answerJson, answerQuery, sendJson } from './protocols.ts';
import { startQueueService } from './queue/queue-service.ts';
import type { Settings } from './settings.ts';

export interface StandIn {
  /** On this machine, e.g. `http://127.0.0.1:4566`. */
  readonly endpoint: string;
  stop(): Promise<void>;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Resolves when everything answers; the scripts in ready.d run after that. */
export async function startStandIn(settings: Settings): Promise<StandIn> {
  const { AWS_REGION: region, LOCALSTACK_DATA_DIR: dataDir, GATEWAY_LISTEN: listen } = settings;
  const credentials = {
    accessKeyId: settings.AWS_ACCESS_KEY_ID,
    secretAccessKey: settings.AWS_SECRET_ACCESS_KEY,
  };
  const queues = await startQueueService(join(dataDir, 'queue'), region);
  const parameters = await openParameterService(join(dataDir, 'parameters.json'), region);
  const identity = await openIdentityService(join(dataDir, 'roles.json'));
  const logs = new LogService();
  const functions = await FunctionRegistry.open({
    dataDir: join(dataDir, 'functions'),
    region,
    credentials,
    queueEndpoint: queues.endpoint,
    concurrency: settings.LAMBDA_CONCURRENCY,
    retrySeconds: settings.LAMBDA_RETRY_SECONDS,
    logs,
  });
  const lambda = new FunctionsService({ region, functions, hasRole: (arn) => identity.hasRole(arn) });
  const storage = await createS3Service({
    dataDir: join(dataDir, 'storage'),
    region,
    credentials: [credentials],
    buckets: [],
    anonymousReadBuckets: [settings.ANONYMOUS_READ_BUCKET],
    mayInvoke: (arn, bucket) => lambda.mayInvoke(arn, bucket),
  });
  storage.onEvent((event, functionArn) => {
    const name = functionArn.split(':').at(-1) ?? '';
    Promise.resolve()
      .then(() => functions.host(name).accept(event))
      .catch((error: unknown) => {
        console.error(`An S3 event could not be handed to ${functionArn}: ${String(error)}`);
      });
  });

  const answers: Readonly<Record<Exclude<ServiceName, 's3'>, Answer>> = {
    sqs: (request, response) => queues.answer(request, response),
    lambda: (request, response) => lambda.answer(request, response),
    ssm: (request, response) => answerJson(request, response, parameters),
    logs: (request, response) => answerJson(request, response, logs.answer),
    sts: (request, response) => answerQuery(request, response, answerSts),
    iam: (request, response) => answerQuery(request, response, identity.answerIam),
  };
  const scripts = await InitScripts.find(settings.LOCALSTACK_INIT_DIR);
  const stopping = new AbortController();
  const server = createStorageServer((request, response, waitsForInvitation) => {
    const internal = internalAnswer(request.url ?? '/', {
      scripts,
      queues,
      isStopping: stopping.signal.aborted,
    });
    if (internal !== undefined) {
      sendJson(response, internal.status, internal.body);
      return;
    }
    const service = serviceOf(request);
    if (service === 's3') {
      storage.serve(request, response, waitsForInvitation);
      return;
    }
    if (waitsForInvitation) response.writeContinue();
    const answered =
      typeof service === 'string'
        ? answers[service](request, response)
        : refuse(service.unknown, request, response);
    answered.catch((error: unknown) => {
      console.error('A request failed:', error);
      request.socket.destroy();
    });
  });
  // In two arguments: `loopback-only`, which fauxqs needs, turns only the other form of this call.
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(listen.port, listen.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const endpoint = `http://127.0.0.1:${port}`;
  const ran = scripts.run(
    {
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    },
    stopping.signal,
  );
  return {
    endpoint,
    stop: async () => {
      stopping.abort();
      await ran;
      await closeStorageServer(server);
      await functions.close();
      await storage.close();
      await queues.close();
    },
  };
}

/** In the shape that most services speak. */
async function refuse(service: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const target = request.headers['x-amz-target'];
  const action =
    typeof target === 'string'
      ? (target.split('.').at(-1) ?? target)
      : `${request.method ?? ''} ${request.url ?? ''}`;
  const refusal = () => Promise.reject(notPlayed(service, action));
  await (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true
    ? answerQuery(request, response, (name) => Promise.reject(notPlayed(service, name)))
    : answerJson(request, response, refusal));
}
