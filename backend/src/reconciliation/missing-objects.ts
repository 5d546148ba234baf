import { buildMediaPrefix, buildStorageKey, type MediaClass, mediaClasses } from '@media-feed/contract';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';
import { InventoryRepository, type PublishedRow } from './inventory.repository.ts';
import { InventoryStorage } from './inventory-storage.ts';
import { ProcessingLambda } from '../media/storage/processing-lambda.ts';
import type { Repair } from './repair.ts';
import type { ReconciliationRun, ScanPage } from './reconciliation-run.ts';

const beforeAll = '00000000-0000-0000-0000-000000000000';
/** Their objects fit into a page or a few. */
const rowsPerSlice = 250;
const republishPauseSeconds = 60 * 60;

/**
 * Items of the feed whose objects are gone: an alarm, since nothing of ours removes them. Published again where
 * the upload is still there, or copies in quarantine; else somebody has to look.
 */
@Injectable()
export class MissingObjects implements Repair {
  readonly name = 'missing objects';

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly inventory: InventoryRepository,
    private readonly storage: InventoryStorage,
    private readonly lambda: ProcessingLambda,
  ) {}

  async execute(run: ReconciliationRun): Promise<void> {
    for (const mediaClass of mediaClasses) {
      await run.scan(`published ${mediaClass.toLowerCase()}`, (afterId) =>
        this.look(run, mediaClass, afterId || beforeAll),
      );
    }
  }

  private async look(run: ReconciliationRun, mediaClass: MediaClass, afterId: string): Promise<ScanPage> {
    const rows = await this.inventory.findPublished(mediaClass, afterId, rowsPerSlice);
    const [first, last] = [rows[0], rows.at(-1)];
    if (!first || !last) return { next: undefined, seen: 0 };
    const there = await this.listBetween(mediaClass, first.id, last.id);
    await run.forEach(rows, (row) => this.check(run, row, there));
    return { next: rows.length === rowsPerSlice ? last.id : undefined, seen: rows.length };
  }

  /** Rows and keys of one class have one order, that of their ids. */
  private async listBetween(
    mediaClass: MediaClass,
    firstId: string,
    lastId: string,
  ): Promise<ReadonlySet<string>> {
    const end = buildMediaPrefix(mediaClass, lastId);
    const keys = new Set<string>();
    let startAfter = buildMediaPrefix(mediaClass, firstId);
    for (let more = true; more;) {
      const page = await this.storage.list(
        this.config.mediaBucket,
        `media/${mediaClass.toLowerCase()}/`,
        startAfter,
      );
      for (const { key } of page.objects) keys.add(key);
      startAfter = page.objects.at(-1)?.key ?? startAfter;
      more = page.more && (startAfter < end || startAfter.startsWith(end));
    }
    return keys;
  }

  private async check(run: ReconciliationRun, row: PublishedRow, there: ReadonlySet<string>): Promise<void> {
    for (const { key } of row.renditions) {
      // Asked once more: it may lie elsewhere, or have been published while the pages were read.
      if (there.has(key) || (await this.storage.hasPublished(key))) continue;
      await run.repair('objects-missing', { mediaId: row.id, key }, () => this.publishAgain(row));
      return;
    }
  }

  /** Always true: the alarm stays for as long as the objects are missing. */
  private async publishAgain({ id, uploader_id: userId, renditions }: PublishedRow): Promise<boolean> {
    const key = buildStorageKey({ kind: 'upload', userId, mediaId: id });
    const stored = await this.storage.findUpload(key);
    if (!stored && !(await this.hasCopies(userId, id))) return true;
    if (!(await this.inventory.claimRepublication(id, republishPauseSeconds))) return true;
    if (stored) await this.lambda.inspect(key, stored);
    else {
      const keys = renditions.map((rendition) => rendition.key);
      await this.lambda.restore({ version: 1, kind: 'restore', mediaId: id, userId, request: '', keys });
    }
    return true;
  }

  /** In quarantine, of an item that was taken down and came back. */
  private async hasCopies(userId: string, mediaId: string): Promise<boolean> {
    const prefix = `${buildStorageKey({ kind: 'quarantine', userId, mediaId })}/`;
    const { objects } = await this.storage.list(this.config.uploadsBucket, prefix, '');
    return objects.length > 0;
  }
}
