import type { BatchBody, BatchResults } from '@media-feed/contract';
import { Body, Controller } from '@nestjs/common';
import { problemKinds } from '../http/problem.ts';
import { Serves } from '../http/serves.ts';
import { Authenticated } from '../identity/authenticated.ts';
import { type Caller, CurrentUser } from '../identity/current-user.ts';
import { deletionsPerUser } from '../media/deletions-per-user.ts';
import { RateLimit, type RateLimitRule, writesPerUser } from '../rate-limiting/rate-limit.ts';
import { MediaBatchService } from './media-batch.service.ts';

/** Many at once count as one. */
const batchDeletionsPerUser: RateLimitRule = {
  ...deletionsPerUser,
  by: (request, config) =>
    (request.body as Partial<BatchBody> | null)?.action === 'delete'
      ? deletionsPerUser.by(request, config)
      : [],
};

@Controller()
export class MediaBatchController {
  constructor(private readonly batch: MediaBatchService) {}

  @Serves('batchMedia')
  @Authenticated()
  @RateLimit(writesPerUser, batchDeletionsPerUser)
  async run(@CurrentUser() caller: Caller, @Body() body: BatchBody): Promise<BatchResults> {
    const outcomes = await this.batch.run(caller.id, body);
    const done = body.action === 'delete' ? 204 : 200;
    return {
      results: outcomes.map(({ mediaId, code }) => ({
        mediaId,
        ...(code === undefined ? { status: done } : { status: problemKinds[code].status, code }),
      })),
    };
  }
}
