import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';
import { InventoryRepository } from './inventory.repository.ts';
import { InventoryStorage, type ListedObject } from './inventory-storage.ts';
import {
  isMassRemoval,
  isOrphanOfMedia,
  isOrphanOfOriginals,
  isOrphanOfUploads,
  mediaIdOf,
  type States,
} from './orphans.ts';
import type { Repair } from './repair.ts';
import type { ReconciliationRun } from './reconciliation-run.ts';

interface Place {
  readonly scan: string;
  readonly bucket: string;
  readonly prefix: string;
  readonly isOrphan: (object: ListedObject, states: States, freshSince: Date) => boolean;
}

/** Objects of the two buckets that no row may have. Copies in quarantine end by the bucket's lifecycle rule. */
@Injectable()
export class OrphanObjects implements Repair {
  readonly name = 'orphan objects';

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly inventory: InventoryRepository,
    private readonly storage: InventoryStorage,
  ) {}

  async execute(run: ReconciliationRun): Promise<void> {
    const { mediaBucket, uploadsBucket } = this.config;
    const places: readonly Place[] = [
      { scan: 'published objects', bucket: mediaBucket, prefix: '', isOrphan: isOrphanOfMedia },
      { scan: 'uploads', bucket: uploadsBucket, prefix: 'uploads/', isOrphan: isOrphanOfUploads },
      { scan: 'originals', bucket: uploadsBucket, prefix: 'originals/', isOrphan: isOrphanOfOriginals },
    ];
    for (const place of places) {
      await run.scan(place.scan, async (startAfter) => {
        const { objects, more } = await this.storage.list(place.bucket, place.prefix, startAfter);
        await this.removeOrphans(run, place, objects);
        return { next: more ? objects.at(-1)?.key : undefined, seen: objects.length };
      });
    }
  }

  /** Rows are asked after storage was: whatever lies there had its row before. */
  private async removeOrphans(
    run: ReconciliationRun,
    { bucket, isOrphan }: Place,
    objects: readonly ListedObject[],
  ): Promise<void> {
    const states = await this.inventory.findStates(objects.flatMap(({ key }) => mediaIdOf(key) ?? []));
    const freshSince = new Date(run.now.getTime() - this.config.orphanGraceSeconds * 1000);
    const orphans = objects.filter((object) => isOrphan(object, states, freshSince));
    if (isMassRemoval(orphans.length, objects.length) && !run.options.force) {
      const about = { bucket, orphans: orphans.length, of: objects.length, from: orphans[0]?.key ?? null };
      run.alarm('removal-withheld', about);
      return;
    }
    await run.forEach(orphans, ({ key }) =>
      run.repair('orphan-removed', { key }, async () => {
        await this.storage.remove(bucket, key);
        return true;
      }),
    );
  }
}
