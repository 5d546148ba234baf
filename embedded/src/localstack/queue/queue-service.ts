/** SQS: fauxqs in this process, behind the gateway, with queue URLs on whatever host the caller used. */
import { mkdir } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
// Only what fauxqs listens on; the gateway gives its address in the other form of `listen`.
import '../../programs/loopback-only.ts';
import { startFauxqs } from 'fauxqs';
import { AwsError } from '../aws-error.ts';
import { answerQuery, asAwsError, parseObject, readWhole, sendJson } from '../protocols.ts';
import type { JsonObject } from '../protocols.ts';
import { fromQuery, toQueryResult } from './query-protocol.ts';

export interface QueueService {
  /** Where this program itself reaches SQS. */
  readonly endpoint: string;
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** LocalStack's look into a queue, which takes nothing. Throws AwsError. */
  peek(queueUrl: string): object;
  close(): Promise<void>;
}

interface Reply {
  readonly status: number;
  readonly body: JsonObject;
  readonly errorHeader: string | undefined;
}

export async function startQueueService(dataDir: string, region: string): Promise<QueueService> {
  await mkdir(dataDir, { recursive: true });
  const server = await startFauxqs({ port: 0, logger: false, defaultRegion: region, dataDir });
  const call = (action: string, input: JsonObject, caller: IncomingMessage) =>
    callFauxqs(server.port, action, input, caller);
  return {
    endpoint: `http://127.0.0.1:${server.port}`,
    answer: (request, response) =>
      request.headers['x-amz-target'] === undefined
        ? answerForm(request, response, call)
        : answerTarget(request, response, call),
    peek: (queueUrl) => {
      const queue = server.inspectQueue(queueUrl.split('/').at(-1) ?? '');
      if (queue === undefined) {
        throw new AwsError('AWS.SimpleQueueService.NonExistentQueue', 'The specified queue does not exist.');
      }
      return peekResult(queue.messages.ready);
    },
    close: () => server.stop(),
  };
}

interface WaitingMessage {
  readonly messageId: string;
  readonly body: string;
  readonly md5OfBody: string;
  readonly sentTimestamp: number;
  readonly approximateReceiveCount: number;
}

/** As `/_aws/sqs/messages` answers in JSON. */
function peekResult(messages: readonly WaitingMessage[]): object {
  const Message = messages.map((message) => ({
    MessageId: message.messageId,
    ReceiptHandle: 'SQS/BACKDOOR/ACCESS',
    MD5OfBody: message.md5OfBody,
    Body: message.body,
    Attribute: [
      { Name: 'SentTimestamp', Value: String(message.sentTimestamp) },
      { Name: 'ApproximateReceiveCount', Value: String(message.approximateReceiveCount) },
    ],
  }));
  return {
    ReceiveMessageResponse: {
      ReceiveMessageResult: Message.length === 0 ? null : { Message },
      ResponseMetadata: { RequestId: crypto.randomUUID() },
    },
  };
}

type Call = (action: string, input: JsonObject, caller: IncomingMessage) => Promise<Reply>;

/** The JSON protocol, which SDKs and CLIs speak since the end of 2023. */
async function answerTarget(request: IncomingMessage, response: ServerResponse, call: Call): Promise<void> {
  try {
    const action = String(request.headers['x-amz-target']).replace('AmazonSQS.', '');
    const { status, body, errorHeader } = await call(action, parseObject(await readWhole(request)), request);
    if (errorHeader !== undefined) response.setHeader('x-amzn-query-error', errorHeader);
    sendJson(response, status, onHost(body, request.headers.host ?? 'localhost'));
  } catch (error) {
    if (request.socket.destroyed) return;
    const { code, message, status } = asAwsError(error);
    sendJson(response, status, { __type: code, message }, code);
  }
}

/** The query protocol before it, which Debian 12's AWS CLI speaks. */
async function answerForm(request: IncomingMessage, response: ServerResponse, call: Call): Promise<void> {
  await answerQuery(request, response, async (action, parameters) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const { status, body, errorHeader } = await call(action, fromQuery(action, parameters, path), request);
    if (status >= 400) {
      const code = errorHeader?.split(';')[0] ?? String(body.__type).split('#').at(-1) ?? 'InternalFailure';
      throw new AwsError(code, String(body.message), status);
    }
    return toQueryResult(action, onHost(body, request.headers.host ?? 'localhost'));
  });
}

/** A caller that goes takes its long poll with it, so that no message goes to nobody. */
function callFauxqs(
  port: number,
  action: string,
  input: JsonObject,
  caller: IncomingMessage,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({
      host: '127.0.0.1',
      port,
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `AmazonSQS.${action}`,
        authorization: caller.headers.authorization ?? '',
      },
    });
    const abandon = () => outgoing.destroy();
    caller.socket.once('close', abandon);
    outgoing.once('close', () => caller.socket.off('close', abandon));
    outgoing.once('error', reject);
    outgoing.once('response', (incoming) => {
      readWhole(incoming).then((body) => {
        const errorHeader = incoming.headers['x-amzn-query-error'];
        resolve({
          status: incoming.statusCode ?? 500,
          body: parseObject(body),
          errorHeader: typeof errorHeader === 'string' ? errorHeader : undefined,
        });
      }, reject);
    });
    outgoing.end(JSON.stringify(input));
  });
}

/** The browser's `localhost` and the containers' `localstack` both get URLs that they can reach. */
function onHost(body: JsonObject, host: string): JsonObject {
  const move = (url: unknown) => String(url).replace(/^http:\/\/[^/]+/, `http://${host}`);
  if ('QueueUrl' in body) return { ...body, QueueUrl: move(body.QueueUrl) };
  if (Array.isArray(body.QueueUrls)) return { ...body, QueueUrls: body.QueueUrls.map(move) };
  return body;
}
