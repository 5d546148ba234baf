import { buildStorageKey } from '@media-feed/contract';
import { Injectable } from '@nestjs/common';
import { MediaStorage } from '../media-storage.ts';
import { ExpiryRepository, type OverdueRow } from './expiry.repository.ts';

export interface ExpiryReport {
  readonly expired: number;
  /** Past their deadline without a verdict although their bytes have arrived: to be inspected again. */
  readonly arrived: readonly OverdueRow[];
}

const batchSize = 50;
const beforeAll = '00000000-0000-0000-0000-000000000000';

/**
 * Ends uploads that never arrived. Storage is asked before each: bytes that arrived are owed a verdict. What
 * lies in storage cannot change any more, since a URL is dead long before the deadline, and the parts of a
 * multipart upload are given up before the look.
 */
@Injectable()
export class ExpiryService {
  constructor(
    private readonly uploads: ExpiryRepository,
    private readonly storage: MediaStorage,
  ) {}

  async expireOverdue(): Promise<ExpiryReport> {
    const arrived: OverdueRow[] = [];
    let expired = 0;
    for (let afterId: string | undefined = beforeAll; afterId !== undefined;) {
      const overdue = await this.uploads.findOverdue(afterId, batchSize);
      const there = await Promise.all(overdue.map((upload) => this.hasArrived(upload)));
      const missing = overdue.filter((_, index) => !there[index]).map(({ id }) => id);
      if (missing.length > 0) expired += await this.uploads.expire(missing);
      arrived.push(...overdue.filter((_, index) => there[index]));
      afterId = overdue.length === batchSize ? overdue.at(-1)?.id : undefined;
    }
    return { expired, arrived };
  }

  private async hasArrived({ id, uploader_id: userId, upload_id: uploadId }: OverdueRow): Promise<boolean> {
    const key = buildStorageKey({ kind: 'upload', userId, mediaId: id });
    if (uploadId) await this.storage.multipart.abort({ key, uploadId });
    return this.storage.hasUpload(key);
  }
}
