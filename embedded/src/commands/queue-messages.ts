/**
 * `make sqs-messages`: what waits in each queue. Looks by the emulators' own windows, since a receive would count:
 * five of them bring a message to the dead letters. Run by `with-stack.ts`.
 */
import { CommandError, runCommand } from './command.ts';

interface Seen {
  readonly id: string;
  readonly sentAt: Date | undefined;
  readonly receiveCount: number;
  readonly body: string;
  readonly state: string;
}

const maxBodyLength = 300;

runCommand(async () => {
  const { RESULTS_QUEUE_URL, FAILURES_QUEUE_URL, DEAD_LETTERS_QUEUE_URL } = process.env;
  for (const url of [RESULTS_QUEUE_URL, FAILURES_QUEUE_URL, DEAD_LETTERS_QUEUE_URL]) {
    if (!url) continue;
    const messages = (await lookByFauxqs(url)) ?? (await lookByLocalStack(url));
    if (!messages) {
      throw new CommandError(
        'These queues cannot be looked into without receiving, which counts. On AWS their metrics show how many wait.',
      );
    }
    console.log(`${new URL(url).pathname.split('/').at(-1) ?? url}: ${String(messages.length)} messages`);
    for (const message of messages) console.log(describe(message));
  }
  console.log('None was removed.');
  return 0;
});

/** Control characters of whoever wrote the message do not reach the terminal. */
function describe({ id, sentAt, receiveCount, body, state }: Seen): string {
  const safe = JSON.stringify(body.length > maxBodyLength ? `${body.slice(0, maxBodyLength)}…` : body);
  const when = sentAt?.toISOString() ?? 'unknown time';
  return `  ${id}  ${when}  ${state}, received ${String(receiveCount)}×\n    ${safe}`;
}

interface FauxqsMessage {
  messageId: string;
  body: string;
  sentTimestamp?: number;
  approximateReceiveCount?: number;
}

/** Undefined where nobody knows that address. */
async function lookByFauxqs(queueUrl: string): Promise<Seen[] | undefined> {
  const { origin, pathname } = new URL(queueUrl);
  const response = await fetch(`${origin}/_fauxqs/queues/${pathname.split('/').at(-1) ?? ''}`);
  if (!response.ok) return undefined;
  const { messages } = (await response.json()) as {
    messages: { ready: FauxqsMessage[]; delayed: FauxqsMessage[]; inflight: { message: FauxqsMessage }[] };
  };
  const seen = (message: FauxqsMessage, state: string): Seen => ({
    id: message.messageId,
    sentAt: message.sentTimestamp ? new Date(message.sentTimestamp) : undefined,
    receiveCount: message.approximateReceiveCount ?? 0,
    body: message.body,
    state,
  });
  return [
    ...messages.ready.map((message) => seen(message, 'waits')),
    ...messages.delayed.map((message) => seen(message, 'delayed')),
    ...messages.inflight.map(({ message }) => seen(message, 'with a receiver')),
  ];
}

interface LocalStackMessage {
  MessageId: string;
  Body: string;
  Attribute?: { Name: string; Value: string }[] | { Name: string; Value: string };
}

/** LocalStack's developer endpoint; what a receiver holds is shown too. Undefined where nobody knows it. */
async function lookByLocalStack(queueUrl: string): Promise<Seen[] | undefined> {
  const { origin } = new URL(queueUrl);
  const query = new URLSearchParams({ QueueUrl: queueUrl, ShowInvisible: 'true', ShowDelayed: 'true' });
  const response = await fetch(`${origin}/_aws/sqs/messages?${query.toString()}`, {
    headers: { accept: 'application/json' },
  });
  if (!response.ok) return undefined;
  const { ReceiveMessageResponse } = (await response.json()) as {
    ReceiveMessageResponse?: {
      ReceiveMessageResult?: { Message?: LocalStackMessage | LocalStackMessage[] } | null;
    };
  };
  return listOf(ReceiveMessageResponse?.ReceiveMessageResult?.Message).map((message) => {
    const attributes = new Map(listOf(message.Attribute).map(({ Name, Value }) => [Name, Value]));
    const sent = Number(attributes.get('SentTimestamp'));
    const isVisible = attributes.get('IsVisible') !== 'false';
    return {
      id: message.MessageId,
      sentAt: sent > 0 ? new Date(sent) : undefined,
      receiveCount: Number(attributes.get('ApproximateReceiveCount') ?? 0),
      body: message.Body,
      state: isVisible ? 'waits' : 'with a receiver',
    };
  });
}

/** XML turned to JSON knows no list of one. */
function listOf<T>(value: T | T[] | undefined): T[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}
