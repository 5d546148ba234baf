import { Module } from '@nestjs/common';
import { MetricsModule } from '../metrics/metrics.module.ts';
import { DeletionService } from './deletion.service.ts';
import { EventsController } from '../events/events.controller.ts';
import { EventsService } from '../events/events.service.ts';
import { LikeAnnouncer } from '../events/like-announcer.ts';
import { MediaEventsRepository } from '../events/media-events.repository.ts';
import { NotificationListener } from '../events/notification-listener.ts';
import { FeedController } from '../feed/feed.controller.ts';
import { FeedRepository } from '../feed/feed.repository.ts';
import { FeedService } from '../feed/feed.service.ts';
import { OwnMediaRepository } from '../feed/own-media.repository.ts';
import { PersonalFeedRepository } from '../feed/personal-feed.repository.ts';
import { ItemsRepository } from './items.repository.ts';
import { ItemsService } from './items.service.ts';
import { LikesController } from '../likes/likes.controller.ts';
import { LikesRepository } from '../likes/likes.repository.ts';
import { LikesService } from '../likes/likes.service.ts';
import { MediaController } from './media.controller.ts';
import { MediaRepository } from './media.repository.ts';
import { MediaService } from './media.service.ts';
import { MediaStorage } from './storage/media-storage.ts';
import { OpenGraphController } from '../open-graph/open-graph.controller.ts';
import { DeadLettersService } from '../processing/dead-letters.service.ts';
import { JudgementsRepository } from '../processing/results.repository.ts';
import { JudgementsService } from '../processing/results.service.ts';
import { MessageQueue } from '../processing/message-queue.ts';
import { QueueMetrics } from '../processing/queue-metrics.ts';
import { VerdictConsumers } from '../processing/result-consumers.ts';
import { reconciliationProviders } from '../reconciliation/providers.ts';
import { UploadStory } from './upload-telemetry.ts';
import { MultipartController } from '../uploads/multipart.controller.ts';
import { MultipartService } from '../uploads/multipart.service.ts';
import { UploadsController } from '../uploads/uploads.controller.ts';
import { UploadsRepository } from '../uploads/uploads.repository.ts';
import { UploadsService } from '../uploads/uploads.service.ts';

@Module({
  imports: [MetricsModule],
  // Fixed paths before `/media/:mediaId`.
  controllers: [
    FeedController,
    EventsController,
    UploadsController,
    MultipartController,
    MediaController,
    LikesController,
    OpenGraphController,
  ],
  providers: [
    ...[
      MediaRepository,
      MediaStorage,
      MediaService,
      ItemsRepository,
      ItemsService,
      DeletionService,
      UploadStory,
    ],
    ...[UploadsRepository, UploadsService, MultipartService],
    ...[JudgementsRepository, JudgementsService, VerdictConsumers],
    ...[MessageQueue, QueueMetrics, DeadLettersService],
    ...[FeedRepository, PersonalFeedRepository, OwnMediaRepository, FeedService],
    ...[LikesRepository, LikesService],
    ...[MediaEventsRepository, NotificationListener, LikeAnnouncer, EventsService],
    ...reconciliationProviders,
  ],
})
export class MediaModule {}
