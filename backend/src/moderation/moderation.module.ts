import { Module } from '@nestjs/common';
import { MediaModule } from '../media/media.module.ts';
import { ModerationRepository } from './moderation.repository.ts';
import { ModerationService } from './moderation.service.ts';

@Module({
  imports: [MediaModule],
  providers: [ModerationService, ModerationRepository],
  exports: [ModerationService],
})
export class ModerationModule {}
