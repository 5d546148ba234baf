import type { MediaItem } from '@media-feed/contract';

export interface MediaWatchOptions {
  readonly getMedia: (mediaId: string) => Promise<MediaItem>;
  readonly onItem: (item: MediaItem) => void;
  /** Ids whose inspection is awaited now. */
  readonly awaited: () => readonly string[];
}

const firstPollMs = 1500;
const slowestPollMs = 10_000;
/** While the stream is up, a look now and then finds what an event may have missed. */
const safetyPollMs = 30_000;

/**
 * Asks for the items whose inspection is awaited: often while no events come in, with growing pauses, and seldom
 * otherwise.
 */
export class MediaWatch {
  readonly #options: MediaWatchOptions;
  #streamUp = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pauseMs = firstPollMs;

  constructor(options: MediaWatchOptions) {
    this.#options = options;
  }

  setStreamUp(isUp: boolean): void {
    if (isUp === this.#streamUp) return;
    this.#streamUp = isUp;
    this.#pauseMs = firstPollMs;
    // What happened between two connections is replayed only to whoever has had an event before.
    if (isUp && this.#options.awaited().length > 0) void this.#poll();
    else this.#schedule();
  }

  /** Something new may be awaited. */
  wake(): void {
    this.#pauseMs = firstPollMs;
    if (this.#timer === undefined || !this.#streamUp) this.#schedule();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #schedule(): void {
    this.stop();
    if (this.#options.awaited().length === 0) return;
    this.#timer = setTimeout(
      () => {
        void this.#poll();
      },
      this.#streamUp ? safetyPollMs : this.#pauseMs,
    );
  }

  async #poll(): Promise<void> {
    const answers = await Promise.allSettled(this.#options.awaited().map(this.#options.getMedia));
    for (const answer of answers) if (answer.status === 'fulfilled') this.#options.onItem(answer.value);
    this.#pauseMs = Math.min(slowestPollMs, this.#pauseMs * 1.5);
    this.#schedule();
  }
}
