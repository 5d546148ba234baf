import {
  buildStorageKey,
  type ChangeMediaBody,
  type MediaItem,
  type Original,
  type ProblemCode,
} from '@media-feed/contract';
import { Injectable } from '@nestjs/common';
import { type DomainError } from '../errors/domain-error.ts';
import { ForbiddenError, NotFoundError } from '../errors/errors.ts';
import { DeletionService } from './deletion.service.ts';
import { ItemsService } from './items.service.ts';
import { readTexts } from './media-texts.ts';
import { MediaRepository } from './media.repository.ts';
import { PublishedChanges } from './published-changes.ts';
import { MediaStorage } from './storage/media-storage.ts';

@Injectable()
export class MediaService {
  constructor(
    private readonly media: MediaRepository,
    private readonly items: ItemsService,
    private readonly deletion: DeletionService,
    private readonly published: PublishedChanges,
    private readonly storage: MediaStorage,
  ) {}

  /** Its owner sees an item in any status, others only READY. Throws {@link NotFoundError}. */
  async getItem(mediaId: string, viewerId: string | undefined): Promise<MediaItem> {
    const row = await this.media.findVisible(mediaId, viewerId);
    const [item] = row ? await this.items.present([row], viewerId) : [];
    if (!item) throw notFound();
    return item;
  }

  /** Those of the items that are theirs, in any status, in no particular order. */
  async findOwnItems(ownerId: string, mediaIds: readonly string[]): Promise<MediaItem[]> {
    if (mediaIds.length === 0) return [];
    return this.items.present(await this.media.findOwnByIds(ownerId, mediaIds), ownerId);
  }

  /** Throws {@link ForbiddenError} to others where they can see it, else {@link NotFoundError}. */
  async changeItem(mediaId: string, userId: string, body: ChangeMediaBody): Promise<MediaItem> {
    if (!(await this.media.changeTexts(mediaId, userId, readTexts(body)))) {
      throw await this.whyNot(mediaId, userId);
    }
    this.published.notify();
    return this.getItem(mediaId, userId);
  }

  /** For its owner alone; throws {@link NotFoundError} to others, and where none is kept or may leave. */
  async getOriginal(mediaId: string, userId: string): Promise<Original> {
    const original = (await this.getOriginals([mediaId], userId)).get(mediaId);
    if (!original) throw new NotFoundError('There is no original that you could have.');
    return original;
  }

  /** Of those items that have one which may leave to that person, by their ids. */
  async getOriginals(
    mediaIds: readonly string[],
    userId: string,
    urlSeconds?: number,
  ): Promise<Map<string, Original>> {
    const rows = await this.media.findOriginals(mediaIds, userId);
    const originals = rows.map(async ({ id: mediaId, file_name: fileName, size, sha256 }) => {
      const key = buildStorageKey({ kind: 'original', userId, mediaId });
      const { url, expiresAt } = await this.storage.presigned.signDownload(key, fileName, urlSeconds);
      return [mediaId, { url, expiresAt: expiresAt.toISOString(), fileName, size, sha256 }] as const;
    });
    return new Map(await Promise.all(originals));
  }

  /** Throws as {@link changeItem}. */
  async deleteItem(mediaId: string, userId: string): Promise<void> {
    if ((await this.deletion.delete([mediaId], userId)).size === 0) throw await this.whyNot(mediaId, userId);
  }

  /** Gives why, of those that were not deleted. */
  async deleteItems(mediaIds: readonly string[], userId: string): Promise<ReadonlyMap<string, ProblemCode>> {
    const deleted = await this.deletion.delete(mediaIds, userId);
    return this.whyNotTheirs(mediaIds.filter((id) => !deleted.has(id)));
  }

  /** Gives why, of those that don't have the tag now. */
  async tagItems(
    mediaIds: readonly string[],
    userId: string,
    tag: string,
  ): Promise<ReadonlyMap<string, ProblemCode>> {
    const own = await this.media.addTag(mediaIds, userId, tag);
    this.published.notify();
    const full = mediaIds.filter((id) => own.get(id) === false);
    const others = await this.whyNotTheirs(mediaIds.filter((id) => !own.has(id)));
    return new Map([...others, ...full.map((id) => [id, 'validation'] as const)]);
  }

  private async whyNotTheirs(mediaIds: readonly string[]): Promise<Map<string, ProblemCode>> {
    if (mediaIds.length === 0) return new Map();
    const published = await this.media.findPublished(mediaIds);
    return new Map(mediaIds.map((id) => [id, published.has(id) ? 'forbidden' : 'not-found']));
  }

  private async whyNot(mediaId: string, userId: string): Promise<DomainError> {
    const visible = await this.media.findVisible(mediaId, userId);
    return visible
      ? new ForbiddenError('You are not allowed to do this: the item belongs to somebody else.')
      : notFound();
  }
}

const notFound = () => new NotFoundError('There is no such item.');
