/** The services behind the gateway, wired: buckets announce to functions, failures go to queues. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { createS3Service } from '../s3/service.ts';
import { notImplemented } from './aws-error.ts';
import { FunctionRegistry } from './functions/function-registry.ts';
import { FunctionsService } from './functions/functions-service.ts';
import { serviceOf } from './gateway.ts';
import type { ServiceName } from './gateway.ts';
import { answerSts, openIdentityService } from './identity/identity-service.ts';
import { LogService } from './logs/log-service.ts';
import { openParameterService } from './parameters/parameter-service.ts';
import { answerJson, answerQuery } from './protocols.ts';
import { startQueueService } from './queue/queue-service.ts';
import type { QueueService } from './queue/queue-service.ts';
import type { Settings } from './settings.ts';

export interface Services {
  readonly queues: QueueService;
  /** Answers any call, an error included. `waitsForInvitation`: the body comes after `100 Continue` only. */
  serve(request: IncomingMessage, response: ServerResponse, waitsForInvitation: boolean): void;
  /** To be called when no request is under way any more. */
  close(): Promise<void>;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export async function openServices(settings: Settings): Promise<Services> {
  const { AWS_REGION: region, LOCALSTACK_DATA_DIR: dataDir } = settings;
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
    mayInvoke: (arn, bucket) => lambda.permissions.mayInvoke(arn, bucket),
  });
  storage.onEvent((event, functionArn) => {
    const name = functionArn.split(':').at(-1) ?? '';
    functions
      .host(name)
      .then((host) => host.accept(event))
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
  return {
    queues,
    serve: (request, response, waitsForInvitation) => {
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
    },
    close: async () => {
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
  const notImplementedError = () => Promise.reject(notImplemented(service, action));
  await (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true
    ? answerQuery(request, response, (name) => Promise.reject(notImplemented(service, name)))
    : answerJson(request, response, notImplementedError));
}
