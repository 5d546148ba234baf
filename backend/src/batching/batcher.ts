interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result | PromiseLike<Result>) => void;
  readonly reject: (error: unknown) => void;
}

export interface BatchOptions<Item> {
  /** Items that one call takes at most. */
  readonly max?: number;
  /** Items of one key never go together: the later waits for the next call. */
  readonly keyOf?: (item: Item) => string;
}

/**
 * One call in flight: items that come meanwhile wait and go together in the next, so that many callers cost the
 * database one statement and one commit. Nobody waits while nothing is in flight.
 */
export class Batches<Item, Result> {
  private waiting: Waiting<Item, Result>[] = [];
  private running = false;
  private readonly max: number;
  private readonly keyOf: ((item: Item) => string) | undefined;

  /** `run` gives a result for each item, in their order; when it throws, all of the batch fail by that error. */
  constructor(
    private readonly run: (items: readonly Item[]) => Promise<readonly (Result | PromiseLike<Result>)[]>,
    { max = 500, keyOf }: BatchOptions<Item> = {},
  ) {
    this.max = max;
    this.keyOf = keyOf;
  }

  async add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      if (!this.running) void this.drain();
    });
  }

  private async drain(): Promise<void> {
    this.running = true;
    while (this.waiting.length > 0) await this.runBatch(this.takeBatch());
    this.running = false;
  }

  private async runBatch(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.run(batch.map(({ item }) => item));
      if (results.length !== batch.length) throw new Error('A batch has a result for each of its items');
      for (const [index, { resolve }] of batch.entries()) resolve(results[index] as Result);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
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
