import type { BatchBody, ProblemCode } from '@media-feed/contract';
import { Injectable } from '@nestjs/common';
import { DomainError } from '../errors/domain-error.ts';
import { LikesService } from '../likes/likes.service.ts';
import { MediaService } from '../media/media.service.ts';

/** What became of one item. */
interface Outcome {
  readonly mediaId: string;
  /** Why it was not done; `undefined` where it was. */
  readonly code: ProblemCode | undefined;
}

/** One action for many items: each is done or not by itself, as if it had been asked for alone. */
@Injectable()
export class MediaBatchService {
  constructor(
    private readonly media: MediaService,
    private readonly likes: LikesService,
  ) {}

  /** In the order of `mediaIds`. An outage fails the whole, of which some may be done: asking again is harmless. */
  async run(userId: string, { action, mediaIds, tag = '' }: BatchBody): Promise<Outcome[]> {
    if (action === 'delete') return outcomesOf(mediaIds, await this.media.deleteItems(mediaIds, userId));
    if (action === 'tag') return outcomesOf(mediaIds, await this.media.tagItems(mediaIds, userId, tag));
    // They meet in one statement: likes are gathered as they come.
    return Promise.all(
      mediaIds.map(async (mediaId) => ({
        mediaId,
        code: await codeOf(this.likes.setLiked(userId, mediaId, action === 'like')),
      })),
    );
  }
}

/** @param refused why, of those that were not done. */
const outcomesOf = (mediaIds: readonly string[], refused: ReadonlyMap<string, ProblemCode>): Outcome[] =>
  mediaIds.map((mediaId) => ({ mediaId, code: refused.get(mediaId) }));

async function codeOf(work: Promise<unknown>): Promise<ProblemCode | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return error.code;
  }
}
