import { Batches, type BatchOptions } from './batcher.ts';

/** Calls in flight at most; few, so that each takes many items and leaves the pool to others. */
const laneCount = 3;

interface Options<Item> extends BatchOptions<Item> {
  /** A UUID: items of the same are never in two calls at once. */
  readonly by: (item: Item) => string;
  readonly lanes?: number;
}

/**
 * A few {@link Batches} side by side: where one call in flight leaves the database idle half of the time, some do
 * not. What contends for the same row goes by the same lane, one call after the other.
 */
export class BatchLanes<Item, Result> {
  private readonly by: (item: Item) => string;
  private readonly lanes: readonly Batches<Item, Result>[];

  constructor(
    run: (items: readonly Item[]) => Promise<readonly (Result | PromiseLike<Result>)[]>,
    { by, lanes = laneCount, ...options }: Options<Item>,
  ) {
    this.by = by;
    this.lanes = Array.from({ length: lanes }, () => new Batches(run, options));
  }

  async add(item: Item): Promise<Result> {
    // By the end of the id, which is random (RFC 9562 §5.7).
    const lane = this.lanes[parseInt(this.by(item).slice(-6), 16) % this.lanes.length];
    if (!lane) throw new TypeError(`${this.by(item)} is no UUID`);
    return lane.add(item);
  }
}
