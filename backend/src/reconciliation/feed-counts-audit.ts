import { Injectable } from '@nestjs/common';
import { endOfTime, FeedCountsAuditRepository } from './feed-counts-audit.repository.ts';
import type { Repair } from './repair.ts';
import type { ReconciliationRun } from './reconciliation-run.ts';

const itemsPerSlice = 5_000;

/** The feed's counts, which page numbers and totals come from, against the feed itself. */
@Injectable()
export class FeedCountsAudit implements Repair {
  readonly name = 'feed counts';

  constructor(private readonly counts: FeedCountsAuditRepository) {}

  async execute(run: ReconciliationRun): Promise<void> {
    await run.scan('feed counts', async (position) => {
      const first = position || '0';
      const stretch = { first, past: await this.counts.findEnd(first, itemsPerSlice) };
      const wrong = await this.counts.findWrong(stretch);
      const [worst] = wrong;
      if (worst) {
        const { level, type, bucket, counted, real } = worst;
        const subject = { buckets: wrong.length, level, type, bucket, counted, real };
        await run.repair('feed-count-corrected', subject, () => this.counts.correct(stretch));
      }
      return { next: stretch.past === endOfTime ? undefined : stretch.past, seen: itemsPerSlice };
    });
  }
}
