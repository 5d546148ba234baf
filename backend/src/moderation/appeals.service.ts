import type { AppealBody, MediaItem } from '@media-feed/contract';
import { Injectable } from '@nestjs/common';
import { NotFoundError } from '../errors/errors.ts';
import { MediaService } from '../media/media.service.ts';
import { AppealsRepository } from './appeals.repository.ts';
import { NotAppealableError } from './moderation.errors.ts';

/** What owners answer to the removal of their items. */
@Injectable()
export class AppealsService {
  constructor(
    private readonly appeals: AppealsRepository,
    private readonly media: MediaService,
  ) {}

  /** Once a removal. Throws {@link NotFoundError} for what is not theirs, else {@link NotAppealableError}. */
  async appeal(mediaId: string, ownerId: string, { text }: AppealBody): Promise<MediaItem> {
    const isNew = await this.appeals.insert(mediaId, ownerId, text);
    const [item] = await this.media.findOwnItems(ownerId, [mediaId]);
    if (!item) throw new NotFoundError('There is no such item of yours.');
    if (!isNew) throw new NotAppealableError();
    return item;
  }
}
