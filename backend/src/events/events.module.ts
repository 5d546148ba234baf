import { Module } from '@nestjs/common';
import { AuthenticationModule } from '../authentication/authentication.module.ts';
import { LifecycleModule } from '../lifecycle/lifecycle.module.ts';
import { MediaModule } from '../media/media.module.ts';
import { EventsController } from './events.controller.ts';
import { EventsService } from './events.service.ts';
import { LikeAnnouncer } from './like-announcer.ts';
import { LiveStreams } from './live-streams.ts';
import { MediaEventsRepository } from './media-events.repository.ts';

@Module({
  imports: [MediaModule, LifecycleModule, AuthenticationModule],
  controllers: [EventsController],
  providers: [EventsService, LiveStreams, LikeAnnouncer, MediaEventsRepository],
  exports: [EventsService],
})
export class EventsModule {}
