import { createStore, type ReadableStore } from '@media-feed/uploader';

export interface UndoableDeletesOptions {
  readonly undoMs: number;
  readonly send: (mediaId: string) => Promise<unknown>;
  /** Sends at once and outlives the page. */
  readonly sendKeepalive: (mediaId: string) => void;
  /** Remembers, beyond the page's life, what is being deleted: a browser that crashes sends nothing. */
  readonly journal: { readonly add: (mediaId: string) => void; readonly remove: (mediaId: string) => void };
  readonly onSent: (mediaId: string) => void;
  readonly onFailed: (mediaId: string, error: unknown) => void;
}

/**
 * Deletes that can be undone for a while. What waits looks deleted everywhere; only when the
 * time is over, or the page is closed, is the request sent.
 */
export class UndoableDeletes {
  /** Ids of everything that should look deleted. */
  readonly hidden: ReadableStore<ReadonlySet<string>>;
  readonly #hidden = createStore<ReadonlySet<string>>(new Set());
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #options: UndoableDeletesOptions;

  constructor(options: UndoableDeletesOptions) {
    this.#options = options;
    this.hidden = this.#hidden;
  }

  delete(mediaId: string): void {
    this.#hide(mediaId);
    this.#options.journal.add(mediaId);
    clearTimeout(this.#timers.get(mediaId));
    this.#timers.set(
      mediaId,
      setTimeout(() => {
        void this.#send(mediaId);
      }, this.#options.undoMs),
    );
  }

  undo(mediaId: string): void {
    clearTimeout(this.#timers.get(mediaId));
    this.#timers.delete(mediaId);
    this.#options.journal.remove(mediaId);
    this.#show(mediaId);
  }

  /** Sends what an earlier page could not send any more. */
  async catchUp(mediaId: string): Promise<void> {
    this.#hide(mediaId);
    await this.#send(mediaId);
  }

  /** The page is being closed: nothing can be undone any longer. */
  flush(): void {
    for (const [mediaId, timer] of this.#timers) {
      clearTimeout(timer);
      this.#options.sendKeepalive(mediaId);
    }
    this.#timers.clear();
  }

  async #send(mediaId: string): Promise<void> {
    this.#timers.delete(mediaId);
    try {
      await this.#options.send(mediaId);
      this.#options.onSent(mediaId);
    } catch (error) {
      this.#show(mediaId);
      this.#options.onFailed(mediaId, error);
    }
    this.#options.journal.remove(mediaId);
  }

  #hide(mediaId: string): void {
    this.#hidden.set(new Set([...this.#hidden.get(), mediaId]));
  }

  #show(mediaId: string): void {
    const hidden = new Set(this.#hidden.get());
    hidden.delete(mediaId);
    this.#hidden.set(hidden);
  }
}
