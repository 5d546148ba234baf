import { setTimeout as wait } from 'node:timers/promises';
import { buildStorageKey } from '@media-feed/contract';
import { Injectable, Logger } from '@nestjs/common';
import { AuditService } from '../audit/audit.service.ts';
import { MediaRepository, type RemovalRow } from './media.repository.ts';
import { PublishedChanges } from './published-changes.ts';
import { MediaStorage } from './storage/media-storage.ts';

/** How long the call that deletes waits for the objects to go. */
const storagePatienceMs = 3_000;

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

  /** False when there is no such item of theirs. */
  async delete(mediaId: string, ownerId: string): Promise<boolean> {
    if (!(await this.media.markDeleted(mediaId, ownerId))) return false;
    this.published.notify();
    this.audit.record({ kind: 'media-deleted', userId: ownerId, mediaId });
    await this.removeSoon(mediaId);
    return true;
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

  /** Waits for storage, but not for one that hangs: the note stays for the reconciler. */
  private async removeSoon(mediaId: string): Promise<void> {
    const removal = await this.media.findRemoval(mediaId);
    if (!removal) return;
    const patience = new AbortController();
    const { signal } = patience;
    await Promise.race([
      this.tryToRemove(removal),
      wait(storagePatienceMs, undefined, { signal }).catch(() => undefined),
    ]);
    patience.abort();
  }

  private async tryToRemove(removal: RemovalRow): Promise<void> {
    await this.removeNoted(removal).catch((error: unknown) => {
      this.logger.warn({ err: error, mediaId: removal.id }, 'Objects not removed, will be retried');
    });
  }

  private async removeObjects({ id, uploader_id: userId, upload_id: uploadId }: RemovalRow): Promise<void> {
    await this.storage.removePublished(id);
    if (uploadId) {
      await this.storage.multipart.abort({
        key: buildStorageKey({ kind: 'upload', userId, mediaId: id }),
        uploadId,
      });
    }
  }
}
