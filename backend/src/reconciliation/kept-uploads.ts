import { buildStorageKey } from '@media-feed/contract';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';
import { InventoryStorage } from './inventory-storage.ts';
import { type KeptUploadRow, KeptUploadsRepository } from './kept-uploads.repository.ts';
import type { Repair } from './repair.ts';
import type { Round } from './round.ts';

const batchSize = 200;
const batchesPerRound = 50;

/**
 * Frees the keys of uploads that nobody can write any more: the upload goes, and with it the tombstone of an
 * item that was deleted. Until then the object occupies its key, so that no URL works twice.
 */
@Injectable()
export class KeptUploads implements Repair {
  readonly name = 'kept uploads';

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly uploads: KeptUploadsRepository,
    private readonly storage: InventoryStorage,
  ) {}

  async run(round: Round): Promise<void> {
    for (let batch = 0; round.options.whole || batch < batchesPerRound; batch++) {
      const rows = await this.uploads.findFreeable(batchSize, this.config.uploadRetentionSeconds);
      let freed = 0;
      await round.forEach(rows, async (row) => {
        await round.repair(
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
  }: KeptUploadRow): Promise<boolean> {
    const key = buildStorageKey({ kind: 'upload', userId, mediaId: id });
    if (uploadId) await this.storage.abortUpload(key, uploadId);
    await this.storage.remove(this.config.uploadsBucket, key);
    return deleted ? this.uploads.purge(id) : this.uploads.noteRemoved(id);
  }
}
