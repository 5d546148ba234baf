import { buildStorageKey } from '@media-feed/contract';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';
import { InventoryStorage } from './inventory-storage.ts';
import { type RetainedUploadRow, RetainedUploadsRepository } from './retained-uploads.repository.ts';
import type { Repair } from './repair.ts';
import type { ReconciliationRun } from './reconciliation-run.ts';

const batchSize = 200;
const batchesPerRun = 50;

/**
 * Frees the keys of uploads that nobody can write any more: the upload goes, and with it the tombstone of an
 * item that was deleted. Until then the object occupies its key, so that no URL works twice.
 */
@Injectable()
export class RetainedUploads implements Repair {
  readonly name = 'retained uploads';

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly uploads: RetainedUploadsRepository,
    private readonly storage: InventoryStorage,
  ) {}

  async execute(run: ReconciliationRun): Promise<void> {
    for (let batch = 0; run.options.whole || batch < batchesPerRun; batch++) {
      const rows = await this.uploads.findFreeable(batchSize, this.config.uploadRetentionSeconds);
      let freed = 0;
      await run.forEach(rows, async (row) => {
        await run.repair(
          row.deleted ? 'tombstone-purged' : 'upload-removed',
          { mediaId: row.id },
          async () => {
            const done = await this.free(row);
            if (done) freed += 1;
            return done;
          },
        );
      });
      // Also when nothing was changed, by a dry run or by a storage that fails: the same rows would come again.
      if (rows.length < batchSize || freed === 0) return;
    }
  }

  private async free({
    id,
    uploader_id: userId,
    upload_id: uploadId,
    deleted,
  }: RetainedUploadRow): Promise<boolean> {
    const key = buildStorageKey({ kind: 'upload', userId, mediaId: id });
    if (uploadId) await this.storage.abortUpload(key, uploadId);
    await this.storage.remove(this.config.uploadsBucket, key);
    return deleted ? this.uploads.purge(id) : this.uploads.noteRemoved(id);
  }
}
