import { expect } from '@jest/globals';
import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { createHash } from 'node:crypto';
import { eventually } from '@media-feed/testing/eventually';
import type { QueueTarget } from '../queue-target.ts';
import { receive, receiveOne, errorOf, send } from './check.ts';
import type { QueueCheck } from './check.ts';

const maxBatch = 10;
/** Between this machine and a real SQS. */
const clockSkewMs = 60_000;
/** Timers may fire a little early. */
const secondMs = 950;

function entries(count: number) {
  return Array.from({ length: count }, (_, index) => ({
    Id: `id-${index}`,
    MessageBody: `body ${index}`,
  }));
}

async function counts(target: QueueTarget, QueueUrl: string): Promise<(string | undefined)[]> {
  const AttributeNames = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
  const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...AttributeNames] });
  const { Attributes } = await target.client.send(command);
  return AttributeNames.map((name) => Attributes?.[name]);
}

const messages: readonly QueueCheck[] = [
  {
    name: 'a message arrives as it was sent, with its age and count',
    run: async (target) => {
      const queue = await target.makeQueue();
      const startedAt = Date.now();
      const body = JSON.stringify({ text: 'ünïcödé <&>"' });
      const sent = await target.client.send(
        new SendMessageCommand({
          QueueUrl: queue,
          MessageBody: body,
          MessageAttributes: { kind: { DataType: 'String', StringValue: 'result' } },
        }),
      );

      const message = await receiveOne(target, queue, { MessageAttributeNames: ['All'] });
      expect(message).toMatchObject({
        MessageId: sent.MessageId,
        Body: body,
        MD5OfBody: createHash('md5').update(body).digest('hex'),
        MessageAttributes: { kind: { DataType: 'String', StringValue: 'result' } },
        Attributes: { ApproximateReceiveCount: '1' },
      });
      const sentAt = Number(message.Attributes?.SentTimestamp);
      expect(sentAt).toBeGreaterThan(startedAt - clockSkewMs);
      expect(sentAt).toBeLessThan(Date.now() + clockSkewMs);
    },
  },
  {
    name: 'a message may hold every character of Unicode',
    run: async (target) => {
      const queue = await target.makeQueue();
      await send(target, queue, '日本 😀');

      expect((await receiveOne(target, queue)).Body).toBe('日本 😀');
    },
  },
  {
    name: 'a long poll ends when a message comes',
    run: async (target) => {
      const [queue, empty] = [await target.makeQueue(), await target.makeQueue()];
      const enough = new AbortController();
      const poll = receive(target, queue, { WaitTimeSeconds: 20 });
      const options = { abortSignal: enough.signal };
      const pollOfEmpty = receive(target, empty, { WaitTimeSeconds: 20 }, options).catch(() => []);
      await send(target, queue, 'awaited');

      expect((await Promise.race([poll, pollOfEmpty])).map(({ Body }) => Body)).toEqual(['awaited']);
      enough.abort();
      await pollOfEmpty;
    },
  },
  {
    name: 'a long poll of an empty queue lasts as long as it was asked to',
    run: async (target) => {
      const queue = await target.makeQueue();
      const started = Date.now();

      expect(await receive(target, queue, { WaitTimeSeconds: 1 })).toEqual([]);
      expect(Date.now() - started).toBeGreaterThanOrEqual(secondMs);
    },
  },
  {
    name: 'a delayed message does not come at once',
    run: async (target) => {
      const queue = await target.makeQueue();
      const startedAt = Date.now();
      await target.client.send(
        new SendMessageCommand({ QueueUrl: queue, MessageBody: 'late', DelaySeconds: 1 }),
      );

      expect((await receiveOne(target, queue)).Body).toBe('late');
      expect(Date.now() - startedAt).toBeGreaterThanOrEqual(secondMs);
    },
  },
  {
    name: 'a deleted message never comes again',
    run: async (target) => {
      const queue = await target.makeQueue();
      await send(target, queue, 'x');
      const { ReceiptHandle } = await receiveOne(target, queue, { VisibilityTimeout: 1 });
      await target.client.send(new DeleteMessageCommand({ QueueUrl: queue, ReceiptHandle }));

      expect(await receive(target, queue, { WaitTimeSeconds: 2 })).toEqual([]);
      expect(await counts(target, queue)).toEqual(['0', '0']);
    },
  },
];

const visibility: readonly QueueCheck[] = [
  {
    name: 'a received message is invisible and comes again after its timeout, counted',
    run: async (target) => {
      const queue = await target.makeQueue({ VisibilityTimeout: '1' });
      const id = await send(target, queue, 'x');
      const startedAt = Date.now();
      await receiveOne(target, queue);

      const again = await receiveOne(target, queue);
      expect(again).toMatchObject({ MessageId: id, Attributes: { ApproximateReceiveCount: '2' } });
      expect(Date.now() - startedAt).toBeGreaterThanOrEqual(secondMs);
    },
  },
  {
    name: 'a message that is given back by visibility 0 comes again at once',
    run: async (target) => {
      const queue = await target.makeQueue();
      const id = await send(target, queue, 'x');
      const { ReceiptHandle } = await receiveOne(target, queue);
      await target.client.send(
        new ChangeMessageVisibilityCommand({ QueueUrl: queue, ReceiptHandle, VisibilityTimeout: 0 }),
      );

      const again = await receiveOne(target, queue);
      expect(again).toMatchObject({ MessageId: id, Attributes: { ApproximateReceiveCount: '2' } });
    },
  },
  {
    name: 'a heartbeat keeps a message invisible beyond its first timeout',
    run: async (target) => {
      const queue = await target.makeQueue({ VisibilityTimeout: '1' });
      await send(target, queue, 'x');
      const receiveAndExtend = async () => {
        const startedAt = Date.now();
        const { ReceiptHandle } = await receiveOne(target, queue);
        await target.client.send(
          new ChangeMessageVisibilityBatchCommand({
            QueueUrl: queue,
            Entries: [{ Id: 'a', ReceiptHandle, VisibilityTimeout: 60 }],
          }),
        );
        return Date.now() - startedAt;
      };
      // Too late on a machine that is too busy, and then the message may come once more.
      while ((await receiveAndExtend()) >= secondMs);

      expect(await receive(target, queue, { WaitTimeSeconds: 2 })).toEqual([]);
    },
  },
  {
    name: 'a message that is received too often goes to the dead-letter queue',
    run: async (target) => {
      const deadLetters = await target.makeQueue();
      const RedrivePolicy = JSON.stringify({
        deadLetterTargetArn: await target.arnOf(deadLetters),
        maxReceiveCount: 2,
      });
      const queue = await target.makeQueue({ RedrivePolicy });
      await send(target, queue, 'poison');
      for (let time = 1; time <= 2; time += 1) {
        await receiveOne(target, queue, { VisibilityTimeout: 1 });
      }

      expect(await receive(target, queue, { WaitTimeSeconds: 2 })).toEqual([]);
      expect((await receiveOne(target, deadLetters)).Body).toBe('poison');
      expect(await counts(target, queue)).toEqual(['0', '0']);
    },
  },
];

const batches: readonly QueueCheck[] = [
  {
    name: 'ten messages are sent, received and deleted in batches',
    run: async (target) => {
      const queue = await target.makeQueue();
      const Entries = entries(maxBatch);
      const sent = await target.client.send(new SendMessageBatchCommand({ QueueUrl: queue, Entries }));
      expect(sent.Successful?.map(({ Id }) => Id)).toEqual(Entries.map(({ Id }) => Id));

      const received = await eventually(
        () => receive(target, queue, { MaxNumberOfMessages: maxBatch, VisibilityTimeout: 0 }),
        ({ length }) => length === maxBatch,
      );
      expect(received.map(({ Body }) => Body).sort()).toEqual(Entries.map(({ MessageBody }) => MessageBody));
      const deleted = await target.client.send(
        new DeleteMessageBatchCommand({
          QueueUrl: queue,
          Entries: received.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
        }),
      );
      expect(deleted.Successful).toHaveLength(maxBatch);
      expect(await counts(target, queue)).toEqual(['0', '0']);
    },
  },
  {
    name: 'a batch is deleted as far as its receipts are good',
    run: async (target) => {
      const queue = await target.makeQueue();
      await send(target, queue, 'x');
      const { ReceiptHandle } = await receiveOne(target, queue);

      const answer = await target.client.send(
        new DeleteMessageBatchCommand({
          QueueUrl: queue,
          Entries: [
            { Id: 'good', ReceiptHandle },
            { Id: 'bad', ReceiptHandle: 'no receipt' },
          ],
        }),
      );
      expect(answer.Successful?.map(({ Id }) => Id)).toEqual(['good']);
      expect(answer.Failed).toMatchObject([{ Id: 'bad', SenderFault: true, Code: 'ReceiptHandleIsInvalid' }]);
    },
  },
  {
    name: 'a batch of more than ten, of none, or of twins is refused',
    run: async (target) => {
      const QueueUrl = await target.makeQueue();
      const twin = { Id: 'twin', MessageBody: 'x' };
      const sendBatch = (Entries: { Id: string; MessageBody: string }[]) =>
        errorOf(target.client.send(new SendMessageBatchCommand({ QueueUrl, Entries })));

      expect(await sendBatch(entries(maxBatch + 1))).toBe('TooManyEntriesInBatchRequest');
      expect(await sendBatch([])).toBe('EmptyBatchRequest');
      expect(await sendBatch([twin, twin])).toBe('BatchEntryIdsNotDistinct');
      expect(await counts(target, QueueUrl)).toEqual(['0', '0']);
    },
  },
];

const queues: readonly QueueCheck[] = [
  {
    name: 'the attributes of a queue are kept and told',
    run: async (target) => {
      const deadLetters = await target.makeQueue();
      const attributes = {
        VisibilityTimeout: '60',
        ReceiveMessageWaitTimeSeconds: '20',
        MessageRetentionPeriod: '345600',
        RedrivePolicy: JSON.stringify({
          deadLetterTargetArn: await target.arnOf(deadLetters),
          maxReceiveCount: 5,
        }),
      };
      const QueueUrl = await target.makeQueue(attributes);

      const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] });
      const found = (await target.client.send(command)).Attributes ?? {};
      expect({ ...found, RedrivePolicy: parse(found.RedrivePolicy) }).toMatchObject({
        ...attributes,
        RedrivePolicy: parse(attributes.RedrivePolicy),
      });
    },
  },
  {
    name: 'the messages of a queue are counted, visible or in flight',
    run: async (target) => {
      const queue = await target.makeQueue();
      for (const body of ['a', 'b', 'c']) await send(target, queue, body);
      await receiveOne(target, queue);

      const wanted = ['2', '1'];
      const found = await eventually(
        () => counts(target, queue),
        (value) => String(value) === String(wanted),
      );
      expect(found).toEqual(wanted);
    },
  },
  {
    name: 'a queue that does not exist is refused by its name',
    run: async (target) => {
      const queue = await target.makeQueue();
      const nowhere = `${queue}-nowhere`;

      const command = new GetQueueAttributesCommand({ QueueUrl: nowhere, AttributeNames: ['All'] });
      expect(await errorOf(target.client.send(command))).toBe('QueueDoesNotExist');
      expect(await errorOf(send(target, nowhere, 'x'))).toBe('QueueDoesNotExist');
      expect(await errorOf(receive(target, nowhere))).toBe('QueueDoesNotExist');
    },
  },
];

function parse(policy: string | undefined): unknown {
  const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(policy ?? '{}') as Record<string, unknown>;
  // AWS gives the number back as it came; some emulators give a string.
  return { deadLetterTargetArn, maxReceiveCount: Number(maxReceiveCount) };
}

/** The SQS that the product relies on. */
export const queueChecks: readonly (readonly [topic: string, checks: readonly QueueCheck[]])[] = [
  ['messages', messages],
  ['visibility', visibility],
  ['batches', batches],
  ['queues', queues],
];
