import { PassThrough, type Readable } from 'node:stream';
import type { MediaEvent } from '@media-feed/contract';
import { type EventPosition, formatEventId } from './event-id.ts';

/** A reader that lets this many bytes pile up is cut off, and resumes by `Last-Event-ID`. */
const maxUnreadBytes = 1024 * 1024;

export type StreamMessage = MediaEvent & { readonly eventId: bigint };

/** One open `text/event-stream` (HTML standard, §9.2) and how far its reader has received. */
export class EventStream {
  private readonly output = new PassThrough();
  /** Number of the last event that was sent, or that the reader knew before. */
  lastSentId: bigint;

  constructor(
    readonly userId: string,
    lastSentId: bigint,
  ) {
    this.lastSentId = lastSentId;
    // A reader that goes away is no error.
    this.output.on('error', () => undefined);
  }

  get readable(): Readable {
    return this.output;
  }

  get ended(): boolean {
    return this.output.destroyed || this.output.writableEnded;
  }

  onClose(listener: () => void): void {
    this.output.once('close', listener);
  }

  send({ eventId, name, data }: StreamMessage): void {
    this.write(`id: ${this.idOf(eventId)}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
    this.lastSentId = eventId;
  }

  /** A comment, which keeps the connection, and the place to resume from, which is news to nobody. */
  keepAlive(): void {
    this.write(`id: ${this.idOf(this.lastSentId)}\n: keep-alive\n\n`);
  }

  end(): void {
    this.output.end();
  }

  private write(text: string): void {
    if (this.ended) return;
    this.output.write(text);
    if (this.output.writableLength > maxUnreadBytes) this.output.destroy();
  }

  private idOf(eventId: bigint): string {
    const position: EventPosition = { eventId, at: Date.now() };
    return formatEventId(position);
  }
}
