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
      unfinishedUploads: { used: row.unfinished, limit: unfinished },
      uploadsPerDay: { used: row.items, limit: items },
      bytesPerDay: { used: row.bytes, limit: bytes },
      processingMillisecondsPerHour: { used: row.processing_ms, limit: processingMs },
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
