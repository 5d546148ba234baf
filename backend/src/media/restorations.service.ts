import type { ReceivedReleasedResult } from '@media-feed/contract';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';
import { DeletionService } from './deletion.service.ts';
import { PublishedChanges } from './published-changes.ts';
import { type RestorationRow, RestorationsRepository } from './restorations.repository.ts';
import { ProcessingLambda } from './storage/processing-lambda.ts';

/**
 * Brings back what was taken down and is noted to be restored: the Lambda, which alone writes to the media bucket, copies
 * the objects back, and only with its answer is the item public again.
 */
@Injectable()
export class RestorationsService {
  private readonly logger = new Logger(RestorationsService.name);

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly restorations: RestorationsRepository,
    private readonly lambda: ProcessingLambda,
    private readonly deletion: DeletionService,
    private readonly published: PublishedChanges,
  ) {}

  async findDue(limit: number): Promise<RestorationRow[]> {
    return this.restorations.findDue(limit);
  }

  /** Noted first: a call that fails waits for its next time as one that was made in vain. False where it was asked lately. */
  async ask(row: RestorationRow): Promise<boolean> {
    if (!(await this.restorations.claim(row, this.config.inspectionOverdueSeconds))) return false;
    const { id: mediaId, uploader_id: userId, request, renditions } = row;
    const keys = renditions.map(({ key }) => key);
    await this.lambda.restore({ version: 1, kind: 'restore', mediaId, userId, request, keys });
    return true;
  }

  /** At once where it may; else, and where the call fails, the reconciler does it. */
  async askNow(mediaId: string): Promise<void> {
    const row = await this.restorations.findDueOf(mediaId);
    if (!row) return;
    await this.ask(row).catch((error: unknown) => {
      this.logger.warn({ err: error, mediaId }, 'Restoration not requested, will be retried');
    });
  }

  /** Whether the item has changed. */
  async record(
    result: Pick<ReceivedReleasedResult, 'mediaId' | 'userId' | 'request' | 'isWhole'>,
  ): Promise<boolean> {
    const { mediaId } = result;
    if (result.isWhole) {
      const isShown = await this.restorations.show(result);
      if (isShown) this.published.notify();
      return isShown;
    }
    if (!(await this.restorations.giveUp(result))) return false;
    this.logger.error({ mediaId }, 'A removed item cannot be restored: its copies in quarantine are gone');
    await this.deletion.removeUnwanted(mediaId);
    return true;
  }
}
