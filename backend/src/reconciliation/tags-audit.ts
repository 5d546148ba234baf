import { Injectable } from '@nestjs/common';
import type { ReconciliationRun } from './reconciliation-run.ts';
import type { Repair } from './repair.ts';
import { TagsAuditRepository } from './tags-audit.repository.ts';

const itemsPerSlice = 2_000;
const tagsPerSlice = 200;
const beforeAll = '00000000-0000-0000-0000-000000000000';

/** The index of tags against the captions' own, then what is counted of each tag against that index. */
@Injectable()
export class TagsAudit implements Repair {
  readonly name = 'tags';

  constructor(private readonly tags: TagsAuditRepository) {}

  async execute(run: ReconciliationRun): Promise<void> {
    await run.scan('tagged items', async (afterId) => {
      const { seen, last, wrong } = await this.tags.compareItems(afterId || beforeAll, itemsPerSlice);
      await run.forEach(wrong, (mediaId) =>
        run.repair('tags-corrected', { mediaId }, () => this.tags.correctItem(mediaId)),
      );
      return { next: seen === itemsPerSlice ? (last ?? undefined) : undefined, seen };
    });
    await run.scan('tag counts', async (afterKey) => {
      const { seen, last, wrong } = await this.tags.compareCounts(afterKey, tagsPerSlice);
      if (wrong.length > 0) {
        const subject = { tags: wrong.length };
        await run.repair('tag-counts-corrected', subject, () => this.tags.correctCounts(wrong));
      }
      return { next: seen === tagsPerSlice ? (last ?? undefined) : undefined, seen };
    });
  }
}
