import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { likedIntervalMs, MediaEventsRepository } from './media-events.repository.ts';

/**
 * Notifies uploaders of likes at most once a second an item: the first at once, what follows together. That many
 * instances notify no more often than one does, the repository sees to.
 */
@Injectable()
export class LikeAnnouncer implements OnApplicationShutdown {
  private readonly logger = new Logger(LikeAnnouncer.name);
  private readonly liked = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private lastFlushAt = 0;
  private flushing: Promise<void> = Promise.resolve();

  constructor(private readonly events: MediaEventsRepository) {}

  announce(mediaId: string): void {
    this.liked.add(mediaId);
    const pause = this.lastFlushAt + likedIntervalMs - Date.now();
    this.timer ??= setTimeout(() => this.flushSoon(), Math.max(0, pause));
  }

  async onApplicationShutdown(): Promise<void> {
    clearTimeout(this.timer);
    await this.flushing;
  }

  private flushSoon(): void {
    this.timer = undefined;
    this.lastFlushAt = Date.now();
    this.flushing = this.flush();
  }

  private async flush(): Promise<void> {
    const mediaIds = [...this.liked];
    this.liked.clear();
    try {
      // Another instance notified of these less than a second ago; the likes since then still have to be sent.
      for (const mediaId of await this.events.appendLiked(mediaIds)) this.announce(mediaId);
    } catch (error) {
      // The count is right all the same; only the news of it is late until the next like.
      this.logger.warn({ err: error }, 'Like notifications not stored');
    }
  }
}
