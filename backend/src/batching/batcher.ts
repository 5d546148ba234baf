import { isOutage } from '../errors/outage.ts';

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

export interface BatchOptions<Item> {
  /** Items that one call takes at most. */
  readonly max?: number;
  /** Items of one key never go together: the later waits for the next call. */
  readonly keyOf?: (item: Item) => string;
  /** Called before the items of a batch that was rejected as a whole are tried one by one. */
  readonly onRejected?: (error: unknown, size: number) => void;
}

/**
 * One call in flight: items that come meanwhile wait and go together in the next, so that many callers cost the
 * database one statement and one commit. Nobody waits while nothing is in flight; items added in one turn of the
 * event loop go together.
 *
 * A batch that is rejected is tried again item by item, one after the other, so that an item which the database
 * refuses fails by itself. An outage is none of the items' fault: all that were not done fail by it, untried.
 */
export class Batcher<Item, Result> {
  private waiting: Waiting<Item, Result>[] = [];
  private running = false;
  private readonly max: number;
  private readonly keyOf: BatchOptions<Item>['keyOf'];
  private readonly onRejected: BatchOptions<Item>['onRejected'];

  /** `run` does all or nothing, and gives a result for each item, in their order. */
  constructor(
    private readonly run: (items: readonly Item[]) => Promise<readonly Result[]>,
    { max = 500, keyOf, onRejected }: BatchOptions<Item> = {},
  ) {
    this.max = max;
    this.keyOf = keyOf;
    this.onRejected = onRejected;
  }

  async add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      if (this.running) return;
      this.running = true;
      queueMicrotask(() => void this.drain());
    });
  }

  private async drain(): Promise<void> {
    while (this.waiting.length > 0) await this.runBatch(this.takeBatch());
    this.running = false;
  }

  private async runBatch(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      await this.settle(batch);
    } catch (error) {
      if (batch.length === 1 || isOutage(error)) {
        rejectAll(batch, error);
        return;
      }
      this.onRejected?.(error, batch.length);
      await this.runOneByOne(batch);
    }
  }

  private async runOneByOne(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    for (const [index, waiting] of batch.entries()) {
      try {
        await this.settle([waiting]);
      } catch (error) {
        if (isOutage(error)) {
          rejectAll(batch.slice(index), error);
          return;
        }
        waiting.reject(error);
      }
    }
  }

  /** Throws what the call throws. */
  private async settle(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    const results = await this.run(batch.map(({ item }) => item));
    // Done all the same, so that it must not be tried again.
    if (results.length !== batch.length) {
      rejectAll(batch, new Error('A batch has a result for each of its items'));
      return;
    }
    for (const [index, { resolve }] of batch.entries()) resolve(results[index] as Result);
  }

  private takeBatch(): readonly Waiting<Item, Result>[] {
    const batch: Waiting<Item, Result>[] = [];
    const rest: Waiting<Item, Result>[] = [];
    const keys = new Set<string>();
    for (const waiting of this.waiting) {
      const key = this.keyOf?.(waiting.item);
      const goes = batch.length < this.max && (key === undefined || !keys.has(key));
      if (key !== undefined) keys.add(key);
      (goes ? batch : rest).push(waiting);
    }
    this.waiting = rest;
    return batch;
  }
}

function rejectAll(batch: readonly Pick<Waiting<unknown, unknown>, 'reject'>[], error: unknown): void {
  for (const { reject } of batch) reject(error);
}
