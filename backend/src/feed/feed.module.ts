import { Module } from '@nestjs/common';
import { MediaModule } from '../media/media.module.ts';
import { FeedController } from './feed.controller.ts';
import { FeedRepository } from './feed.repository.ts';
import { FeedService } from './feed.service.ts';
import { OwnMediaRepository } from './own-media.repository.ts';
import { PersonalFeedRepository } from './personal-feed.repository.ts';

@Module({
  imports: [MediaModule],
  controllers: [FeedController],
  providers: [FeedService, FeedRepository, PersonalFeedRepository, OwnMediaRepository],
})
export class FeedModule {}
