import { Module } from '@nestjs/common';
import { FeedModule } from '../feed/feed.module.ts';
import { LikesModule } from '../likes/likes.module.ts';
import { MediaModule } from '../media/media.module.ts';
import { ModerationModule } from '../moderation/moderation.module.ts';
import { UsersModule } from '../users/users.module.ts';
import { ExportController } from './export.controller.ts';
import { ExportService } from './export.service.ts';

@Module({
  imports: [UsersModule, FeedModule, MediaModule, LikesModule, ModerationModule],
  controllers: [ExportController],
  providers: [ExportService],
})
export class ExportModule {}
