import { createStore, type ReadableStore } from '@media-feed/uploader';

export interface UndoableDeletesOptions {
  readonly undoMs: number;
  /** Resolves with those that are gone; the others are shown again. */
  readonly send: (mediaIds: readonly string[]) => Promise<readonly string[]>;
  /** Sends at once and outlives the page. */
  readonly sendKeepalive: (mediaIds: readonly string[]) => void;
  /** Remembers, beyond the page's life, what is being deleted: a browser that crashes sends nothing. */
  readonly journal: {
    readonly add: (mediaIds: readonly string[]) => void;
    readonly remove: (mediaIds: readonly string[]) => void;
  };
  readonly onSent: (mediaIds: readonly string[]) => void;
  /** `error` is what `send` threw, if it did. */
  readonly onFailed: (mediaIds: readonly string[], error?: unknown) => void;
}

/**
 * Deletes that can be undone for a while, of one item or of many at once. What waits looks deleted everywhere; only
 * when the time is over, or the page is closed, is the request sent.
 */
export class UndoableDeletes {
  /** Ids of everything that should look deleted. */
  readonly hidden: ReadableStore<ReadonlySet<string>>;
  readonly #hidden = createStore<ReadonlySet<string>>(new Set());
  /** By what was deleted together. */
  readonly #timers = new Map<readonly string[], ReturnType<typeof setTimeout>>();
  readonly #options: UndoableDeletesOptions;

  constructor(options: UndoableDeletesOptions) {
    this.#options = options;
    this.hidden = this.#hidden;
  }

  /** Returns what takes it back, as long as it waits. */
  delete(mediaIds: readonly string[]): () => void {
    this.#hide(mediaIds);
    this.#options.journal.add(mediaIds);
    const timer = setTimeout(() => {
      void this.#send(mediaIds);
    }, this.#options.undoMs);
    this.#timers.set(mediaIds, timer);
    return () => {
      if (!this.#timers.delete(mediaIds)) return;
      clearTimeout(timer);
      this.#options.journal.remove(mediaIds);
      this.#show(mediaIds);
    };
  }

  /** Sends what an earlier page could not send any more. */
  async catchUp(mediaIds: readonly string[]): Promise<void> {
    this.#hide(mediaIds);
    await this.#send(mediaIds);
  }

  /** The page is being closed: nothing can be undone any longer. */
  flush(): void {
    for (const [mediaIds, timer] of this.#timers) {
      clearTimeout(timer);
      this.#options.sendKeepalive(mediaIds);
    }
    this.#timers.clear();
  }

  async #send(mediaIds: readonly string[]): Promise<void> {
    const { send, onSent, onFailed, journal } = this.#options;
    this.#timers.delete(mediaIds);
    try {
      const gone = new Set(await send(mediaIds));
      const left = mediaIds.filter((id) => !gone.has(id));
      onSent([...gone]);
      this.#show(left);
      if (left.length > 0) onFailed(left);
    } catch (error) {
      this.#show(mediaIds);
      onFailed(mediaIds, error);
    }
    journal.remove(mediaIds);
  }

  #hide(mediaIds: readonly string[]): void {
    this.#hidden.set(new Set([...this.#hidden.get(), ...mediaIds]));
  }

  #show(mediaIds: readonly string[]): void {
    const hidden = new Set(this.#hidden.get());
    for (const id of mediaIds) hidden.delete(id);
    this.#hidden.set(hidden);
  }
}
