import { Injectable } from '@nestjs/common';
import { LikesAuditRepository } from './likes-audit.repository.ts';
import type { Repair } from './repair.ts';
import type { ReconciliationRun } from './reconciliation-run.ts';

const beforeAll = '00000000-0000-0000-0000-000000000000';
const rowsPerSlice = 2_000;

/** `likes_count` against the likes themselves. */
@Injectable()
export class LikesAudit implements Repair {
  readonly name = 'likes';

  constructor(private readonly likes: LikesAuditRepository) {}

  async execute(run: ReconciliationRun): Promise<void> {
    await run.scan('likes', async (afterId) => {
      const { seen, last_id: lastId, wrong } = await this.likes.compare(afterId || beforeAll, rowsPerSlice);
      await run.forEach(wrong, ({ mediaId, counted, real }) =>
        run.repair('likes-corrected', { mediaId, counted, real }, () => this.likes.correct(mediaId)),
      );
      return { next: seen === rowsPerSlice ? (lastId ?? undefined) : undefined, seen };
    });
  }
}
