import { setTimeout as wait } from 'node:timers/promises';
import { buildStorageKey } from '@media-feed/contract';
import { Injectable, Logger } from '@nestjs/common';
import { AuditService } from '../audit/audit.service.ts';
import { isOutage } from '../errors/outage.ts';
import { MediaRepository, type RemovalRow } from './media.repository.ts';
import { PublishedChanges } from './published-changes.ts';
import { MediaStorage } from './storage/media-storage.ts';

/** How long the call that deletes waits for the objects to go. */
const storagePatienceMs = 3_000;
/** Items whose objects go at the same time, of one call. */
const removalsAtOnce = 8;

/**
 * Deletes items and their objects. The database comes first and keeps the removal as a note until storage has
 * done it, so that a storage that fails delays the removal and never loses it.
 */
@Injectable()
export class DeletionService {
  private readonly logger = new Logger(DeletionService.name);

  constructor(
    private readonly media: MediaRepository,
    private readonly storage: MediaStorage,
    private readonly published: PublishedChanges,
    private readonly audit: AuditService,
  ) {}

  /** Those of the items that were theirs and are gone now. */
  async delete(mediaIds: readonly string[], ownerId: string): Promise<ReadonlySet<string>> {
    const deleted = await this.media.markDeleted(mediaIds, ownerId);
    if (deleted.length > 0) this.published.notify();
    for (const mediaId of deleted) this.audit.record({ kind: 'media-deleted', userId: ownerId, mediaId });
    await this.waitForStorage(this.removeAll(deleted));
    return new Set(deleted);
  }

  /** Removes what a Lambda published for an item that must not have it; nothing where it may. */
  async removeUnwanted(mediaId: string): Promise<void> {
    if (await this.media.requestRemoval(mediaId)) await this.removeSoon(mediaId);
  }

  /** The removals that storage has not done yet, oldest first. */
  async findNoted(limit: number): Promise<RemovalRow[]> {
    return this.media.findRemovals(limit);
  }

  /** Throws when storage does not do it this time either. */
  async removeNoted(removal: RemovalRow): Promise<boolean> {
    await this.removeObjects(removal);
    await this.media.settleRemoval(removal);
    return true;
  }

  /** Removes what is noted of one item, however long it takes; false when storage does not do it this time. */
  async removeNow(mediaId: string): Promise<boolean> {
    const removal = await this.media.findRemoval(mediaId);
    return removal === undefined || this.tryToRemove(removal);
  }

  /** Waits for storage, but not for one that hangs: the note stays for the reconciler. */
  async removeSoon(mediaId: string): Promise<void> {
    await this.waitForStorage(this.removeNow(mediaId));
  }

  private async waitForStorage(removal: Promise<unknown>): Promise<void> {
    const patience = new AbortController();
    const { signal } = patience;
    await Promise.race([removal, wait(storagePatienceMs, undefined, { signal }).catch(() => undefined)]);
    patience.abort();
  }

  private async removeAll(mediaIds: readonly string[]): Promise<void> {
    const waiting = mediaIds.values();
    const work = async (): Promise<void> => {
      for (const mediaId of waiting) await this.removeNow(mediaId);
    };
    await Promise.all(Array.from({ length: removalsAtOnce }, work));
  }

  private async tryToRemove(removal: RemovalRow): Promise<boolean> {
    try {
      return await this.removeNoted(removal);
    } catch (error) {
      this.logger.warn({ err: error, mediaId: removal.id }, 'Objects not removed, will be retried');
      return false;
    }
  }

  private async removeObjects(removal: RemovalRow): Promise<void> {
    const { id, uploader_id: userId, upload_id: uploadId } = removal;
    // What an operator takes down its owner may get back: the original stays, and does not leave meanwhile.
    if (removal.status === 'REMOVED' && !removal.deleted_at) await this.keepCopy(id, userId);
    else await this.storage.removeOriginal(id, userId);
    await this.storage.removePublished(id);
    if (uploadId) {
      await this.storage.multipart.abort({
        key: buildStorageKey({ kind: 'upload', userId, mediaId: id }),
        uploadId,
      });
    }
  }

  /**
   * What an operator removes can be restored while its copy is there, and looked at. An outage delays the removal,
   * which needs storage too; nothing else may keep public what has to go.
   */
  private async keepCopy(mediaId: string, userId: string): Promise<void> {
    try {
      await this.storage.copyPublished(mediaId, userId);
    } catch (error) {
      if (isOutage(error)) throw error;
      this.logger.error({ err: error, mediaId }, 'A removed item has no copy in quarantine');
    }
  }
}
