import { Batcher, type BatchOptions } from './batcher.ts';

/** Calls in flight at most; few, so that each takes many items and leaves the pool to others. */
const defaultPartitions = 3;

interface Options<Item> extends BatchOptions<Item> {
  /** A UUID: items of the same are never in two calls at once. */
  readonly partitionBy: (item: Item) => string;
  readonly partitions?: number;
}

/**
 * A few {@link Batcher}s side by side: where one call in flight leaves the database idle half of the time, some do
 * not. What contends for the same row goes through the same one, one call after the other.
 */
export class PartitionedBatcher<Item, Result> {
  private readonly partitionBy: (item: Item) => string;
  private readonly partitions: readonly Batcher<Item, Result>[];

  constructor(
    run: (items: readonly Item[]) => Promise<readonly Result[]>,
    { partitionBy, partitions = defaultPartitions, ...options }: Options<Item>,
  ) {
    this.partitionBy = partitionBy;
    this.partitions = Array.from({ length: partitions }, () => new Batcher(run, options));
  }

  /** Throws `TypeError` where the item's key is no UUID. */
  async add(item: Item): Promise<Result> {
    const key = this.partitionBy(item);
    // By the end of the id, which is random (RFC 9562 §5.7).
    const partition = this.partitions[parseInt(key.slice(-6), 16) % this.partitions.length];
    if (!partition) throw new TypeError(`${key} is no UUID`);
    return partition.add(item);
  }
}
