import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { Caller } from '../identity/current-user.ts';
import { LikeAnnouncer } from './like-announcer.ts';
import { LiveStreams } from './live-streams.ts';
import { MediaEventsRepository } from './media-events.repository.ts';

/** What people are notified of about their own media. */
@Injectable()
export class EventsService {
  constructor(
    private readonly streams: LiveStreams,
    private readonly announcer: LikeAnnouncer,
    private readonly events: MediaEventsRepository,
  ) {}

  /** Throws as {@link LiveStreams.open}. */
  openStream(caller: Caller, lastEventId: string | undefined): Promise<Readable> {
    return this.streams.open(caller, lastEventId);
  }

  /** Notifies the item's uploader that its likes have changed, at most once a second an item. */
  announceLike(mediaId: string): void {
    this.announcer.announce(mediaId);
  }

  /** Removes events that no stream can ask for any more. */
  async prune(): Promise<void> {
    await this.events.prune();
  }
}
