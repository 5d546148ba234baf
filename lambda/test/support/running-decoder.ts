/** The real decoder over the real S3 and SQS protocols, for one test file: own queue, own sandbox, own media ids. */
import { randomUUID } from 'node:crypto';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import {
  addedResultSchema,
  buildStorageKey,
  etag8,
  type AddedResult,
  type DecodeRequest,
} from '@media-feed/contract';
import { readConfig } from '../../src/config.ts';
import { createDecoder } from '../../src/create-decoder.ts';
import { context, startFunction, userId, type FunctionOptions } from './running-function.ts';

const uploadEtag = '0123456789abcdef0123456789abcdef';

export async function startDecoder({ sandboxEntry, settings = {} }: FunctionOptions = {}) {
  const services = await startFunction();
  const { handler, close, layers } = createDecoder(
    readConfig({ ...services.environment, SANDBOX_TIMEOUT_SECONDS: '3600', ...settings }),
    sandboxEntry ?? new URL('../../src/decode/child.ts', import.meta.url),
  );

  /** Puts a recording where the inspector publishes it, and gives the request for it. */
  const publish = async (body: Uint8Array, rendition: string, etag = uploadEtag): Promise<DecodeRequest> => {
    const type = rendition.startsWith('video') ? 'VIDEO' : 'AUDIO';
    const mediaId = randomUUID();
    const key = buildStorageKey({
      kind: 'rendition',
      mediaClass: type,
      mediaId,
      etag8: etag8(etag),
      rendition,
    });
    await services.s3.send(new PutObjectCommand({ Bucket: services.mediaBucket, Key: key, Body: body }));
    return { version: 1, kind: 'DECODE', mediaId, userId, etag, type, key };
  };

  const receive = async (): Promise<AddedResult[]> => {
    const command = { QueueUrl: services.queueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 };
    const { Messages = [] } = await services.sqs.send(new ReceiveMessageCommand(command));
    for (const { ReceiptHandle } of Messages) {
      await services.sqs.send(new DeleteMessageCommand({ QueueUrl: services.queueUrl, ReceiptHandle }));
    }
    return Messages.map(({ Body }) => addedResultSchema.parse(JSON.parse(Body ?? '')));
  };

  const ask = (request: unknown): Promise<void> => handler(messageOf(request), context());

  return {
    ...services,
    layers,
    publish,
    receive,
    ask,
    close: () => {
      close();
      services.close();
    },
    /** Has one recording decoded, and gives the one result. */
    decode: async (body: Uint8Array, rendition: string): Promise<AddedResult> => {
      await ask(await publish(body, rendition));
      const [result] = await receive();
      if (!result) throw new Error('No result came');
      return result;
    },
  };
}

/** As the event source mapping hands it over (Lambda Developer Guide, «Amazon SQS message events»). */
const messageOf = (request: unknown) => ({
  Records: [
    {
      messageId: randomUUID(),
      receiptHandle: 'receipt',
      body: typeof request === 'string' ? request : JSON.stringify(request),
      attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: '1764500000000',
        SenderId: 'test',
        ApproximateFirstReceiveTimestamp: '1764500000000',
      },
      messageAttributes: {},
      md5OfBody: '',
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:media-decode-requests',
      awsRegion: 'us-east-1',
    },
  ],
});
