import { randomBytes, randomUUID } from 'node:crypto';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import {
  buildMediaPrefix,
  etag8,
  type MediaClass,
  type PresignedUpload,
  type ReadyResult,
  type RejectedResult,
} from '@media-feed/contract';
import type { Config } from '../../../src/config/config.ts';
import type { Person } from '../../support/people.ts';
import { sqsClient } from './queues.ts';

type Upload = Pick<PresignedUpload, 'mediaId'>;

const circumstances = (upload: Upload, person: Person) => ({
  version: 1 as const,
  mediaId: upload.mediaId,
  userId: person.user.id,
  eventId: randomUUID(),
  etag: randomBytes(16).toString('hex'),
  arrivedAt: new Date().toISOString(),
  inspectedAt: new Date().toISOString(),
});

const mimeTypes = { IMAGE: 'image/png', VIDEO: 'video/mp4', AUDIO: 'audio/mpeg' } as const;

/** What the Lambda would say of a picture of 640 × 480, unless told otherwise. */
export function readyResult(
  upload: Upload,
  person: Person,
  overrides: Partial<ReadyResult> = {},
): ReadyResult {
  const common = circumstances(upload, person);
  const type: MediaClass = overrides.type ?? 'IMAGE';
  const prefix = `${buildMediaPrefix(type, upload.mediaId)}${etag8(common.etag)}-`;
  return {
    ...common,
    outcome: 'READY',
    type,
    mimeType: mimeTypes[type],
    size: 1000,
    width: 640,
    height: 480,
    durationSeconds: null,
    codecs: [],
    renditions: [
      {
        name: '320.webp',
        key: `${prefix}320.webp`,
        mimeType: 'image/webp',
        width: 320,
        height: 240,
        size: 10,
      },
      {
        name: '640.webp',
        key: `${prefix}640.webp`,
        mimeType: 'image/webp',
        width: 640,
        height: 480,
        size: 20,
      },
    ],
    placeholder: '3OcRJYB4d3h/iIeHeEh3eIhw+j2w',
    ...overrides,
  };
}

export function rejectedResult(
  upload: Upload,
  person: Person,
  overrides: Partial<RejectedResult> = {},
): RejectedResult {
  return {
    ...circumstances(upload, person),
    outcome: 'REJECTED',
    reason: 'CORRUPT',
    detail: 'The picture ends in the middle.',
    ...overrides,
  };
}

/** Lambda's envelope around the S3 event of an upload that it gave up. */
export function failureEnvelope(key: string, record: object = {}) {
  return {
    version: '1.0',
    timestamp: new Date().toISOString(),
    requestContext: {
      requestId: randomUUID(),
      functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:media-feed-process:$LATEST',
      condition: 'RetriesExhausted',
      approximateInvokeCount: 3,
    },
    requestPayload: {
      Records: [
        {
          eventVersion: '2.1',
          eventSource: 'aws:s3',
          eventTime: new Date().toISOString(),
          eventName: 'ObjectCreated:Put',
          s3: { bucket: { name: 'media-feed-uploads' }, object: { key, size: 1000, eTag: 'abc' } },
          ...record,
        },
      ],
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: { errorMessage: 'RequestId: … Process exited before completing request' },
  };
}

/** Plays the Lambda's part at the queues of one app. */
export class Lambda {
  private readonly sqs: SQSClient;

  constructor(private readonly config: Config) {
    this.sqs = sqsClient(config);
  }

  /** Objects are sent as JSON, text as it is. */
  async send(...messages: readonly (object | string)[]): Promise<void> {
    for (const message of messages) await this.sendTo(this.config.resultsQueueUrl, message);
  }

  async fail(message: object | string): Promise<void> {
    await this.sendTo(this.config.failuresQueueUrl, message);
  }

  close(): void {
    this.sqs.destroy();
  }

  private async sendTo(QueueUrl: string, message: object | string): Promise<void> {
    const MessageBody = typeof message === 'string' ? message : JSON.stringify(message);
    await this.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  }
}
