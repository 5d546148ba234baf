import type { ScansRepository } from './scans.repository.ts';

/** Everything that the reconciler can repair, or can only raise an alarm about. */
export const repairKinds = [
  'account-deleted',
  'inspection-invoked',
  'decode-requested',
  'restore-requested',
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
  'usage-corrected',
  'tags-corrected',
  'tag-counts-corrected',
  'words-indexed',
] as const;
export type RepairKind = (typeof repairKinds)[number];

/** What the reconciler cannot or must not repair by itself. */
export const alarmKinds: readonly RepairKind[] = ['objects-missing', 'removal-withheld'];

/** What a repair is about: ids and keys, never what people wrote. */
export type Subject = Readonly<Record<string, string | number | null>>;

export interface RunOptions {
  /** Reports what it would do, and changes nothing. */
  readonly dryRun: boolean;
  /** Removes orphans however many there are. */
  readonly force: boolean;
  /** Scans everything, instead of a part from where the last run stopped. */
  readonly whole: boolean;
  /** Objects, or rows, that a scan looks at in one run. */
  readonly auditPerRun: number;
  readonly now: Date;
  readonly signal: AbortSignal;
  readonly onRepair: (kind: RepairKind, subject: Subject) => void;
  /** A repair that failed is tried again in the next run. */
  readonly onFailure: (kind: RepairKind, subject: Subject, error: unknown) => void;
  readonly onProgress?: (scan: string, seen: number) => void;
}

export interface ScanPage {
  /** Where to go on; `undefined` when everything has been seen. */
  readonly next: string | undefined;
  /** How many things were looked at. */
  readonly seen: number;
}

/** Removals and calls of one repair that are under way at once. */
const repairsAtOnce = 8;

/** One run of the reconciler, and the only way by which a repair changes anything. */
export class ReconciliationRun {
  constructor(
    readonly options: RunOptions,
    private readonly scans: ScansRepository,
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

  /** For what only a person can repair. */
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

  /** Goes through something large in pages, one in memory at a time, and remembers how far it came. */
  async scan(name: string, readPage: (position: string) => Promise<ScanPage>): Promise<void> {
    const { whole, dryRun, auditPerRun, signal, onProgress } = this.options;
    let position: string | undefined = whole ? '' : await this.scans.findPosition(name);
    for (let seen = 0; position !== undefined && (whole || seen < auditPerRun);) {
      signal.throwIfAborted();
      const page: ScanPage = await readPage(position);
      seen += page.seen;
      position = page.next;
      if (!dryRun && !whole) await this.scans.savePosition(name, position ?? '');
      onProgress?.(name, seen);
    }
  }
}
