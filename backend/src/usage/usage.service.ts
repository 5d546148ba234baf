import type { Usage } from '@media-feed/contract';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';
import { UnauthenticatedError } from '../errors/errors.ts';
import { quotasOf } from '../config/quotas.ts';
import { UsageRepository, type UsageSlice, type WrongUsage } from './usage.repository.ts';

@Injectable()
export class UsageService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly usage: UsageRepository,
  ) {}

  /** Throws UnauthenticatedError for a token that outlived its user. */
  async getUsage(userId: string): Promise<Usage> {
    const row = await this.usage.find(userId, this.config.newAccountSeconds);
    if (!row) throw new UnauthenticatedError('This account no longer exists.');
    const { unfinished, items, bytes, processingMs } = quotasOf(this.config, row.is_new);
    return {
      bytes: row.kept_bytes,
      bytesLimit: null,
      bytesToday: row.bytes,
      bytesTodayLimit: bytes,
      uploadsToday: row.items,
      uploadsTodayLimit: items,
      unfinishedUploads: row.unfinished,
      unfinishedUploadsLimit: unfinished,
      processingSeconds: row.processing_ms / 1000,
      processingSecondsLimit: processingMs === null ? null : processingMs / 1000,
    };
  }

  async prune(): Promise<void> {
    await this.usage.prune();
  }

  /** As {@link UsageRepository.compare}. */
  compare(afterId: string, limit: number): Promise<UsageSlice> {
    return this.usage.compare(afterId, limit);
  }

  correct(wrong: WrongUsage): Promise<boolean> {
    return this.usage.correct(wrong);
  }
}
