import { limits, type Tags, type TagsQuery } from '@media-feed/contract';
import { Injectable } from '@nestjs/common';
import { TagsRepository } from './tags.repository.ts';

@Injectable()
export class TagsService {
  constructor(private readonly tags: TagsRepository) {}

  /** How people go on that have begun so; without a beginning, the tags that are used most. */
  async complete({ prefix = '', size = limits.defaultPageSize }: TagsQuery): Promise<Tags> {
    const found = await this.tags.findByPrefix(prefix, size);
    return { tags: found.map(({ tag, items }) => ({ tag, itemsCount: items })) };
  }
}
