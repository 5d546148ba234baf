import type { ChangeMediaBody, MediaItem } from '@media-feed/contract';
import { Injectable } from '@nestjs/common';
import { type DomainError } from '../errors/domain-error.ts';
import { ForbiddenError, NotFoundError } from '../errors/errors.ts';
import { DeletionService } from './deletion.service.ts';
import { ItemsService } from './items.service.ts';
import { MediaRepository } from './media.repository.ts';

@Injectable()
export class MediaService {
  constructor(
    private readonly media: MediaRepository,
    private readonly items: ItemsService,
    private readonly deletion: DeletionService,
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
  async changeItem(mediaId: string, userId: string, { altText }: ChangeMediaBody): Promise<MediaItem> {
    const text = altText === '' ? null : altText;
    if (!(await this.media.changeAltText(mediaId, userId, text))) {
      throw await this.whyNot(mediaId, userId);
    }
    return this.getItem(mediaId, userId);
  }

  /** Throws as {@link changeItem}. */
  async deleteItem(mediaId: string, userId: string): Promise<void> {
    if (!(await this.deletion.delete(mediaId, userId))) throw await this.whyNot(mediaId, userId);
  }

  private async whyNot(mediaId: string, userId: string): Promise<DomainError> {
    const visible = await this.media.findVisible(mediaId, userId);
    return visible
      ? new ForbiddenError('You are not allowed to do this: the item belongs to somebody else.')
      : notFound();
  }
}

const notFound = () => new NotFoundError('There is no such item.');
