import type { Config } from './config.ts';

/** What one account may use; null where nothing is limited. */
export interface Quotas {
  readonly unfinished: number;
  readonly items: number | null;
  readonly bytes: number | null;
  readonly processingMs: number | null;
}

/** Of a new account, and of all others. Those of a day and an hour are off where rate limits are. */
export function quotasOf(config: Config, isNew: boolean): Quotas {
  const { unfinishedUploads, dailyUploads, dailyBytes, hourlyProcessingSeconds } = isNew
    ? config.quotas.newAccounts
    : config.quotas.accounts;
  const unfinished = Math.min(config.maxUnfinishedUploads, unfinishedUploads);
  return config.rateLimits
    ? { unfinished, items: dailyUploads, bytes: dailyBytes, processingMs: hourlyProcessingSeconds * 1000 }
    : { unfinished, items: null, bytes: null, processingMs: null };
}
