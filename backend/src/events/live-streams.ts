import type { Readable } from 'node:stream';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { EndedSessions } from '../authentication/ended-sessions.ts';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';
import { NotificationListener } from '../database/notification-listener.ts';
import { UnavailableError } from '../errors/errors.ts';
import { currentRequest } from '../http/request-context.ts';
import type { Caller } from '../identity/current-user.ts';
import { Stopping } from '../lifecycle/stopping.ts';
import { MediaService } from '../media/media.service.ts';
import { parseEventId } from './event-id.ts';
import { EventStream, type StreamMessage } from './event-stream.ts';
import { type EventRow, eventsKeptSeconds, MediaEventsRepository } from './media-events.repository.ts';
import { StreamPlaces } from './stream-places.ts';

const keepAliveMs = 15_000;
const batchSize = 100;
/** Past it, a person's oldest stream ends. */
const maxStreamsPerUser = 20;

interface OpenStream {
  readonly stream: EventStream;
  readonly sessionId: string;
  /** Sends what is new; runs one at a time. */
  readonly wake: () => void;
}

/**
 * The live streams of this process. Each reads its owner's events after the last one that it sent, whenever it
 * is woken: by a notification, by a new connection of the listener, after a failure by its keep-alive. So a
 * lost notification delays and loses nothing, and many instances need not know of each other.
 */
@Injectable()
export class LiveStreams {
  private readonly logger = new Logger(LiveStreams.name);
  private readonly streamsByUser = new Map<string, Set<OpenStream>>();
  private readonly places: StreamPlaces;
  private stopping = false;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly events: MediaEventsRepository,
    private readonly media: MediaService,
    private readonly endedSessions: EndedSessions,
    listener: NotificationListener,
    stopping: Stopping,
  ) {
    this.places = new StreamPlaces(config);
    listener.add({
      channel: 'media_events',
      onNotification: (userIds) => userIds.split(',').forEach((userId) => this.wakeStreamsOf(userId)),
      onConnected: () => [...this.streamsByUser.keys()].forEach((userId) => this.wakeStreamsOf(userId)),
    });
    endedSessions.onEnd((sessionId) => this.endStreamsOf(sessionId));
    stopping.onDrained(() => this.endAll());
  }

  /**
   * The stream ends with the token or its session, with the process, or when its reader goes. Throws {@link UnavailableError}
   * while the process stops: whoever comes back is to come to another one.
   */
  async open(caller: Caller, lastEventId: string | undefined): Promise<Readable> {
    const { from, reset } = await this.startOf(caller.id, lastEventId);
    if (this.stopping) throw new UnavailableError('This instance is stopping.', { retryAfterSeconds: 1 });
    const free = this.places.take(currentRequest()?.address ?? '');
    const stream = new EventStream(caller.id, from);
    if (reset) stream.send({ eventId: from, name: 'reset', data: {} });
    else stream.keepAlive();
    stream.onClose(free);
    this.attend(stream, caller);
    // It may have ended since the token was looked at.
    if (this.endedSessions.has(caller.sessionId)) stream.end();
    return stream.readable;
  }

  /** For good: new ones are refused. */
  endAll(): void {
    this.stopping = true;
    for (const streams of this.streamsByUser.values()) for (const { stream } of streams) stream.end();
  }

  /** Where to go on; `reset` when what happened since the reader's last event is no longer known. */
  private async startOf(userId: string, lastEventId: string | undefined) {
    const last = await this.events.findLastId(userId);
    if (lastEventId === undefined) return { from: last, reset: false };
    const known = parseEventId(lastEventId);
    const oldest = Date.now() - eventsKeptSeconds * 1000;
    // A number past the last one shows that the reader misses nothing, its event being pruned.
    return known && known.at >= oldest
      ? { from: known.eventId < last ? known.eventId : last, reset: false }
      : { from: last, reset: true };
  }

  private attend(stream: EventStream, { sessionId, expiresAt }: Caller): void {
    const entry: OpenStream = { stream, sessionId, wake: serially(() => this.tellNews(stream)) };
    this.add(entry);
    const keepAlive = setInterval(() => {
      stream.keepAlive();
      entry.wake();
    }, keepAliveMs);
    const expiry = setTimeout(() => stream.end(), Math.max(0, expiresAt.getTime() - Date.now()));
    stream.onClose(() => {
      clearInterval(keepAlive);
      clearTimeout(expiry);
      this.remove(entry);
    });
    entry.wake();
  }

  private add(entry: OpenStream): void {
    const streams = this.streamsByUser.get(entry.stream.userId) ?? new Set();
    this.streamsByUser.set(entry.stream.userId, streams.add(entry));
    const [oldest] = streams;
    if (streams.size > maxStreamsPerUser) oldest?.stream.end();
  }

  private remove(entry: OpenStream): void {
    const streams = this.streamsByUser.get(entry.stream.userId);
    streams?.delete(entry);
    if (streams?.size === 0) this.streamsByUser.delete(entry.stream.userId);
  }

  private wakeStreamsOf(userId: string): void {
    for (const { wake } of this.streamsByUser.get(userId) ?? []) wake();
  }

  private endStreamsOf(sessionId: string): void {
    for (const streams of this.streamsByUser.values()) {
      for (const entry of streams) if (entry.sessionId === sessionId) entry.stream.end();
    }
  }

  private async tellNews(stream: EventStream): Promise<void> {
    try {
      for (let more = true; more && !stream.ended;) {
        const rows = await this.events.findAfter(stream.userId, stream.lastSentId, batchSize);
        for (const message of await this.messagesOf(stream.userId, rows)) stream.send(message);
        // Also past the events of items that are gone.
        stream.lastSentId = BigInt(rows.at(-1)?.id ?? stream.lastSentId);
        more = rows.length === batchSize;
      }
    } catch (error) {
      this.logger.warn({ err: error }, 'Events could not be read, will be retried with the next keep-alive');
    }
  }

  /** The items as they are now; of several events of an item and kind the last one is sent. */
  private async messagesOf(userId: string, rows: readonly EventRow[]): Promise<StreamMessage[]> {
    const last = [...new Map(rows.map((row) => [`${row.name} ${row.media_id}`, row])).values()];
    const ids = [...new Set(last.map(({ media_id: id }) => id))];
    const items = new Map((await this.media.findOwnItems(userId, ids)).map((item) => [item.id, item]));
    return last
      .sort((a, b) => Number(BigInt(a.id) - BigInt(b.id)))
      .flatMap(({ id, name, media_id: mediaId }): StreamMessage[] => {
        const item = items.get(mediaId);
        if (!item) return [];
        const eventId = BigInt(id);
        return name === 'media.updated'
          ? [{ eventId, name, data: item }]
          : [{ eventId, name, data: { mediaId, likesCount: item.likesCount } }];
      });
  }
}

/** Runs `work` when called, once more when called meanwhile, and never twice at once. */
function serially(work: () => Promise<void>): () => void {
  let running = false;
  let calls = 0;
  const run = async () => {
    running = true;
    while (calls > 0) {
      calls = 0;
      await work();
    }
    running = false;
  };
  return () => {
    calls += 1;
    if (!running) void run();
  };
}
