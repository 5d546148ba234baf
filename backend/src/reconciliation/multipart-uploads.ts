import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';
import { InventoryRepository } from './inventory.repository.ts';
import { InventoryStorage, type MultipartMarker } from './inventory-storage.ts';
import { isAbandoned, mediaIdOf } from './orphans.ts';
import type { Repair } from './repair.ts';
import type { ReconciliationRun } from './reconciliation-run.ts';

/** Who writes in parts, and how long a part-written object of theirs counts as under way. */
interface Place {
  readonly bucket: string;
  readonly prefix: string;
  readonly graceSeconds: number;
}

/** Unfinished multipart uploads that nobody will finish: of browsers, and of a Lambda that died. */
@Injectable()
export class MultipartUploads implements Repair {
  readonly name = 'multipart uploads';

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly inventory: InventoryRepository,
    private readonly storage: InventoryStorage,
  ) {}

  async execute(run: ReconciliationRun): Promise<void> {
    const { uploadsBucket, mediaBucket, orphanGraceSeconds, abandonedPublicationSeconds } = this.config;
    const places: readonly Place[] = [
      { bucket: uploadsBucket, prefix: 'uploads/', graceSeconds: orphanGraceSeconds },
      { bucket: uploadsBucket, prefix: 'quarantine/', graceSeconds: abandonedPublicationSeconds },
      { bucket: uploadsBucket, prefix: 'originals/', graceSeconds: abandonedPublicationSeconds },
      { bucket: mediaBucket, prefix: '', graceSeconds: abandonedPublicationSeconds },
    ];
    for (const place of places) await this.look(run, place);
  }

  /** All of them, since only unfinished ones are listed; a page at a time. */
  private async look(run: ReconciliationRun, { bucket, prefix, graceSeconds }: Place): Promise<void> {
    const freshSince = new Date(run.now.getTime() - graceSeconds * 1000);
    let marker: MultipartMarker | undefined;
    do {
      const { uploads, next } = await this.storage.listMultiparts(bucket, prefix, marker);
      const states = await this.inventory.findStates(uploads.flatMap(({ key }) => mediaIdOf(key) ?? []));
      const abandoned = uploads.filter((upload) => isAbandoned(upload, states, freshSince));
      await run.forEach(abandoned, ({ key, uploadId }) =>
        run.repair('multipart-aborted', { key }, async () => {
          await this.storage.abortMultipart(bucket, key, uploadId);
          return true;
        }),
      );
      marker = next;
    } while (marker);
  }
}
