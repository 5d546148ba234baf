import type { Tags, TagsQuery } from '@media-feed/contract';
import { Controller, Query } from '@nestjs/common';
import { Serves } from '../http/serves.ts';
import { OptionalUser } from '../identity/authenticated.ts';
import { RateLimit, readsPerAddress } from '../rate-limiting/rate-limit.ts';
import { TagsService } from './tags.service.ts';

@Controller()
export class TagsController {
  constructor(private readonly tags: TagsService) {}

  @Serves('listTags')
  @OptionalUser()
  @RateLimit(readsPerAddress)
  complete(@Query() query: TagsQuery): Promise<Tags> {
    return this.tags.complete(query);
  }
}
