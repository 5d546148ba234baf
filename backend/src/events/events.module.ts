import { Module } from '@nestjs/common';
import { LifecycleModule } from '../lifecycle/lifecycle.module.ts';
import { MediaModule } from '../media/media.module.ts';
import { EventsController } from './events.controller.ts';
import { EventsService } from './events.service.ts';
import { LikeAnnouncer } from './like-announcer.ts';
import { LiveStreams } from './live-streams.ts';
import { MediaEventsRepository } from './media-events.repository.ts';
import { NotificationListener } from './notification-listener.ts';

@Module({
  imports: [MediaModule, LifecycleModule],
  controllers: [EventsController],
  providers: [EventsService, LiveStreams, LikeAnnouncer, MediaEventsRepository, NotificationListener],
  exports: [EventsService],
})
export class EventsModule {}
