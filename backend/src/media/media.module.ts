import { Module } from '@nestjs/common';
import { MetricsModule } from '../metrics/metrics.module.ts';
import { DeletionService } from './deletion.service.ts';
import { ItemsRepository } from './items.repository.ts';
import { ItemsService } from './items.service.ts';
import { MediaController } from './media.controller.ts';
import { MediaRepository } from './media.repository.ts';
import { MediaService } from './media.service.ts';
import { PublishedChanges } from './published-changes.ts';
import { RestorationsRepository } from './restorations.repository.ts';
import { RestorationsService } from './restorations.service.ts';
import { MediaStorage } from './storage/media-storage.ts';
import { ProcessingLambda } from './storage/processing-lambda.ts';
import { UploadTelemetry } from './upload-telemetry.ts';

/** What uploads, processing, feed, likes, events and reconciliation share. */
@Module({
  imports: [MetricsModule],
  controllers: [MediaController],
  providers: [
    MediaService,
    MediaRepository,
    ItemsService,
    ItemsRepository,
    DeletionService,
    RestorationsService,
    RestorationsRepository,
    PublishedChanges,
    MediaStorage,
    ProcessingLambda,
    UploadTelemetry,
  ],
  exports: [
    ...[MediaService, ItemsService, DeletionService, RestorationsService],
    ...[PublishedChanges, MediaStorage, ProcessingLambda, UploadTelemetry],
  ],
})
export class MediaModule {}
