/** LocalStack's addresses of its own: how it is, what its scripts did, what waits in a queue. */
import { asAwsError } from './protocols.ts';
import { serviceNames } from './gateway.ts';
import type { InitScripts } from './init-scripts.ts';
import type { QueueService } from './queue/queue-service.ts';

export interface Inside {
  readonly scripts: InitScripts;
  readonly queues: Pick<QueueService, 'peek'>;
  readonly isStopping: boolean;
}

/** The version of LocalStack in whose shapes it answers. */
const localStackVersion = '4.14.0';

/** Undefined for an address that is none of these. */
export function internalAnswer(
  target: string,
  { scripts, queues, isStopping }: Inside,
): { status: number; body: object } | undefined {
  const [path = '', query = ''] = target.split('?');
  switch (path) {
    case '/_localstack/health':
      return { status: 200, body: health() };
    case '/_localstack/init':
      return { status: 200, body: scripts.describe(isStopping) };
    case '/_localstack/init/ready':
      return { status: 200, body: scripts.describeReady() };
    case '/_aws/sqs/messages':
      return peek(queues, new URLSearchParams(query).get('QueueUrl') ?? '');
    default:
      return undefined;
  }
}

function health(): object {
  const services = Object.fromEntries(serviceNames.map((name) => [name, 'running']));
  return { services, edition: 'emulator', version: localStackVersion };
}

function peek(queues: Inside['queues'], queueUrl: string): { status: number; body: object } {
  try {
    return { status: 200, body: queues.peek(queueUrl) };
  } catch (error) {
    const { code, message, status } = asAwsError(error);
    return { status, body: { ErrorResponse: { Error: { Code: code, Message: message, Type: 'Sender' } } } };
  }
}
