import type { WalksRepository } from './walks.repository.ts';

/** Everything that the reconciler can mend, or can only raise an alarm about. */
export const repairKinds = [
  'inspection-invoked',
  'upload-expired',
  'upload-removed',
  'tombstone-purged',
  'published-removed',
  'orphan-removed',
  'multipart-aborted',
  'objects-missing',
  'removal-withheld',
  'likes-corrected',
  'feed-count-corrected',
] as const;
export type RepairKind = (typeof repairKinds)[number];

/** What the reconciler cannot or must not mend by itself. */
export const alarmKinds: readonly RepairKind[] = ['objects-missing', 'removal-withheld'];

/** What a repair is about: ids and keys, never what people wrote. */
export type Subject = Readonly<Record<string, string | number | null>>;

export interface RoundOptions {
  /** Says what it would do, and changes nothing. */
  readonly dryRun: boolean;
  /** Removes orphans however many there are. */
  readonly force: boolean;
  /** Walks through everything, instead of one slice from where the last round stopped. */
  readonly whole: boolean;
  /** Objects, or rows, that a walk looks at in one round. */
  readonly auditPerRound: number;
  readonly now: Date;
  readonly signal: AbortSignal;
  readonly onRepair: (kind: RepairKind, subject: Subject) => void;
  /** A repair that failed is tried again in the next round. */
  readonly onFailure: (kind: RepairKind, subject: Subject, error: unknown) => void;
  readonly onProgress?: (walk: string, seen: number) => void;
}

export interface Slice {
  /** Where to go on; `undefined` when everything has been seen. */
  readonly next: string | undefined;
  /** How many things were looked at. */
  readonly seen: number;
}

/** Removals and calls of one repair that are under way at once. */
const repairsAtOnce = 8;

/** One run of the reconciler, and the only way by which a repair changes anything. */
export class Round {
  constructor(
    readonly options: RoundOptions,
    private readonly walks: WalksRepository,
  ) {}

  get now(): Date {
    return this.options.now;
  }

  /** `action` answers false when there was nothing left to do. Never throws for it. */
  async repair(kind: RepairKind, subject: Subject, action: () => Promise<boolean>): Promise<void> {
    const { dryRun, signal, onRepair, onFailure } = this.options;
    signal.throwIfAborted();
    try {
      if (dryRun || (await action())) onRepair(kind, subject);
    } catch (error) {
      onFailure(kind, subject, error);
    }
  }

  /** For what only a person can mend. */
  alarm(kind: RepairKind, subject: Subject): void {
    this.options.onRepair(kind, subject);
  }

  /** For what is no repair but changes something all the same. */
  async unlessDry(action: () => Promise<unknown>): Promise<void> {
    this.options.signal.throwIfAborted();
    if (!this.options.dryRun) await action();
  }

  /** A few at a time. */
  async forEach<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
    const rest = items.values();
    const worker = async () => {
      for (const item of rest) await work(item);
    };
    await Promise.all(Array.from({ length: repairsAtOnce }, worker));
  }

  /** Goes through something large in slices, each in memory alone, and remembers how far it came. */
  async walk(name: string, look: (position: string) => Promise<Slice>): Promise<void> {
    const { whole, dryRun, auditPerRound, signal, onProgress } = this.options;
    let position: string | undefined = whole ? '' : await this.walks.findPosition(name);
    for (let seen = 0; position !== undefined && (whole || seen < auditPerRound);) {
      signal.throwIfAborted();
      const slice: Slice = await look(position);
      seen += slice.seen;
      position = slice.next;
      if (!dryRun && !whole) await this.walks.savePosition(name, position ?? '');
      onProgress?.(name, seen);
    }
  }
}
