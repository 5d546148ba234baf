import { Module } from '@nestjs/common';
import { MediaModule } from '../media/media.module.ts';
import { AtomController } from './atom.controller.ts';
import { FeedController } from './feed.controller.ts';
import { FeedRepository } from './feed.repository.ts';
import { FeedService } from './feed.service.ts';
import { TagFeedRepository } from './tag-feed.repository.ts';
import { SearchRepository } from './search.repository.ts';
import { SearchService } from './search.service.ts';
import { OwnMediaRepository } from './own-media.repository.ts';
import { PersonalFeedRepository } from './personal-feed.repository.ts';

@Module({
  imports: [MediaModule],
  controllers: [FeedController, AtomController],
  providers: [
    ...[FeedService, FeedRepository, PersonalFeedRepository, TagFeedRepository, OwnMediaRepository],
    ...[SearchService, SearchRepository],
  ],
  exports: [FeedService],
})
export class FeedModule {}
