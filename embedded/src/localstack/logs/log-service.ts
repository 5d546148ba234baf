/** CloudWatch Logs of the functions, kept in memory: the latest lines, for whoever looks. */
import { AwsError, notImplemented } from '../aws-error.ts';
import type { JsonCall, JsonObject } from '../protocols.ts';

interface LogEvent {
  id: string;
  /** Milliseconds since the epoch. */
  timestamp: number;
  stream: string;
  message: string;
}

/** Of each group. */
const maxEvents = 10_000;
const pageSize = 1000;

export class LogService {
  readonly #groups = new Map<string, LogEvent[]>();
  #count = 0;

  add(group: string, stream: string, message: string): void {
    const events = this.#groups.get(group) ?? [];
    this.#groups.set(group, events);
    this.#count += 1;
    events.push({ id: String(this.#count), timestamp: Date.now(), stream, message });
    if (events.length > maxEvents) events.splice(0, maxEvents / 2);
  }

  readonly answer: JsonCall = (action, input) => {
    switch (action) {
      case 'DescribeLogGroups':
        return this.#describeGroups(input);
      case 'DescribeLogStreams':
        return this.#describeStreams(input);
      case 'FilterLogEvents':
        return this.#filter(input);
      default:
        throw notImplemented('logs', action);
    }
  };

  #describeGroups({ logGroupNamePrefix = '' }: JsonObject) {
    const names = [...this.#groups.keys()].filter((name) => name.startsWith(String(logGroupNamePrefix)));
    return { logGroups: names.sort().map((logGroupName) => ({ logGroupName })) };
  }

  #describeStreams(input: JsonObject) {
    const streams = new Map<string, { first: number; last: number }>();
    for (const { stream, timestamp } of this.#group(input)) {
      streams.set(stream, { first: streams.get(stream)?.first ?? timestamp, last: timestamp });
    }
    const logStreams = Array.from(streams, ([logStreamName, { first, last }]) => ({
      logStreamName,
      firstEventTimestamp: first,
      lastEventTimestamp: last,
    }));
    if (input.orderBy === 'LastEventTime')
      logStreams.sort((a, b) => a.lastEventTimestamp - b.lastEventTimestamp);
    if (input.descending === true) logStreams.reverse();
    return { logStreams: logStreams.slice(0, Number(input.limit ?? 50)) };
  }

  /** Patterns are words that must all occur; what is more than that is refused. */
  #filter(input: JsonObject) {
    const pattern = typeof input.filterPattern === 'string' ? input.filterPattern : '';
    if (/[{}[\]?-]/.test(pattern.replaceAll(/"[^"]*"/g, ''))) {
      throw new AwsError(
        'InvalidParameterException',
        'This emulator filters by words and "quoted phrases" only',
      );
    }
    const words = Array.from(
      pattern.matchAll(/"([^"]*)"|(\S+)/g),
      ([, phrase, word]) => phrase ?? word ?? '',
    );
    const streams = input.logStreamNames as string[] | undefined;
    const after = Number(input.nextToken ?? 0);
    const found = this.#group(input).filter(
      ({ id, timestamp, stream, message }) =>
        Number(id) > after &&
        timestamp >= Number(input.startTime ?? 0) &&
        timestamp < Number(input.endTime ?? Infinity) &&
        (streams === undefined || streams.includes(stream)) &&
        words.every((word) => message.includes(word)),
    );
    const page = found.slice(0, Math.min(Number(input.limit ?? pageSize), pageSize));
    const last = page.at(-1);
    return {
      events: page.map(({ id, timestamp, stream, message }) => ({
        eventId: id,
        logStreamName: stream,
        timestamp,
        ingestionTime: timestamp,
        message,
      })),
      ...(page.length < found.length && last !== undefined ? { nextToken: last.id } : {}),
    };
  }

  #group({ logGroupName }: JsonObject): LogEvent[] {
    const events = this.#groups.get(String(logGroupName));
    if (events !== undefined) return events;
    throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
  }
}
