import { Injectable } from '@nestjs/common';
import { LikesAuditRepository } from './likes-audit.repository.ts';
import type { Repair } from './repair.ts';
import type { Round } from './round.ts';

const beforeAll = '00000000-0000-0000-0000-000000000000';
const rowsPerSlice = 2_000;

/** `likes_count` against the likes themselves. */
@Injectable()
export class LikesAudit implements Repair {
  readonly name = 'likes';

  constructor(private readonly likes: LikesAuditRepository) {}

  async run(round: Round): Promise<void> {
    await round.walk('likes', async (afterId) => {
      const { seen, last_id: lastId, wrong } = await this.likes.compare(afterId || beforeAll, rowsPerSlice);
      await round.forEach(wrong, ({ mediaId, counted, real }) =>
        round.repair('likes-corrected', { mediaId, counted, real }, () => this.likes.correct(mediaId)),
      );
      return { next: seen === rowsPerSlice ? (lastId ?? undefined) : undefined, seen };
    });
  }
}
