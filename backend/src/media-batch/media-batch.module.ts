import { Module } from '@nestjs/common';
import { LikesModule } from '../likes/likes.module.ts';
import { MediaModule } from '../media/media.module.ts';
import { MediaBatchController } from './media-batch.controller.ts';
import { MediaBatchService } from './media-batch.service.ts';

@Module({
  imports: [MediaModule, LikesModule],
  controllers: [MediaBatchController],
  providers: [MediaBatchService],
})
export class MediaBatchModule {}
