import { ReceiveMessageCommand, SendMessageCommand, SQSServiceException } from '@aws-sdk/client-sqs';
import type { Message, ReceiveMessageCommandInput } from '@aws-sdk/client-sqs';
import type { Check } from '../conform.ts';
import type { QueueTarget } from '../queue-target.ts';

/** One thing that SQS does and on which the product relies. */
export type QueueCheck = Check<QueueTarget>;

export async function send(target: QueueTarget, QueueUrl: string, MessageBody: string): Promise<string> {
  const sent = await target.client.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  return sent.MessageId ?? '';
}

/** One answer to one poll; by default it waits five seconds for a message. */
export async function receive(
  target: QueueTarget,
  QueueUrl: string,
  overrides: Partial<ReceiveMessageCommandInput> = {},
  options: { abortSignal?: AbortSignal } = {},
): Promise<Message[]> {
  const command = new ReceiveMessageCommand({
    QueueUrl,
    WaitTimeSeconds: 5,
    MessageSystemAttributeNames: ['All'],
    ...overrides,
  });
  return (await target.client.send(command, options)).Messages ?? [];
}

/** Polls until a message comes. */
export async function receiveOne(
  target: QueueTarget,
  QueueUrl: string,
  overrides: Partial<ReceiveMessageCommandInput> = {},
): Promise<Message & { ReceiptHandle: string }> {
  for (;;) {
    const [message] = await receive(target, QueueUrl, overrides);
    if (message?.ReceiptHandle !== undefined) return { ...message, ReceiptHandle: message.ReceiptHandle };
  }
}

/** The error code with which SQS refused; undefined if it did not. */
export async function errorOf(call: Promise<unknown>): Promise<string | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    if (!(error instanceof SQSServiceException)) throw error;
    return error.name;
  }
}
