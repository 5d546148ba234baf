import { buildStorageKey } from '@media-feed/contract';
import { Inject, Injectable } from '@nestjs/common';
import { AuditService } from '../audit/audit.service.ts';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';
import { barredHashOf } from '../identity/barred-address.ts';
import { PublishedChanges } from '../media/published-changes.ts';
import { MediaStorage } from '../media/storage/media-storage.ts';
import { DeparturesRepository, type DueAccount, type LeftItem } from './departures.repository.ts';
import { LeavingRepository } from './leaving.repository.ts';

/** Items whose objects and rows go at once. */
const itemsAtOnce = 16;
const likesAtOnce = 500;

/**
 * Removes accounts whose days are over. Each step can be done again, and the account's own row goes last: whatever stops
 * in between goes on in the next run.
 */
@Injectable()
export class DeparturesService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly departures: DeparturesRepository,
    private readonly leaving: LeavingRepository,
    private readonly storage: MediaStorage,
    private readonly published: PublishedChanges,
    private readonly audit: AuditService,
  ) {}

  findDue(limit: number): Promise<DueAccount[]> {
    return this.departures.findDue(limit);
  }

  /** Throws where database or storage is unavailable. */
  async remove({ id: userId, email, suspended }: DueAccount): Promise<boolean> {
    await this.leaving.hide(userId);
    this.published.notify();
    for (let items = await this.departures.findItems(userId, itemsAtOnce); items.length > 0;) {
      await Promise.all(items.map((item) => this.removeObjects(userId, item)));
      await this.departures.forgetItems(
        userId,
        items.map(({ id }) => id),
      );
      items = await this.departures.findItems(userId, itemsAtOnce);
    }
    await this.storage.removeAllOf(userId);
    for (let taken = likesAtOnce; taken === likesAtOnce;) {
      taken = await this.departures.takeLikesBack(userId, likesAtOnce);
    }
    // What waits in memory to be written down would come afterwards.
    await this.audit.flush();
    const addressHash = suspended ? barredHashOf(email, this.config) : undefined;
    return this.departures.forget(userId, this.audit.accountHashOf(email), addressHash);
  }

  /** Forgets what was kept for long enough. */
  prune(): Promise<void> {
    return this.departures.forgetOldBars();
  }

  private async removeObjects(userId: string, { id: mediaId, upload_id: uploadId }: LeftItem): Promise<void> {
    await this.storage.removePublished(mediaId);
    if (uploadId) {
      const key = buildStorageKey({ kind: 'upload', userId, mediaId });
      await this.storage.multipart.abort({ key, uploadId });
    }
  }
}
