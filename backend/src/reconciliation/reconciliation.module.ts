import { Module } from '@nestjs/common';
import { AuthenticationModule } from '../authentication/authentication.module.ts';
import { DecodingModule } from '../decoding/decoding.module.ts';
import { EventsModule } from '../events/events.module.ts';
import { LifecycleModule } from '../lifecycle/lifecycle.module.ts';
import { MailModule } from '../mail/mail.module.ts';
import { MediaModule } from '../media/media.module.ts';
import { MetricsModule } from '../metrics/metrics.module.ts';
import { LeavingModule } from '../leaving/leaving.module.ts';
import { Departures } from './departures.ts';
import { FeedCountsAudit } from './feed-counts-audit.ts';
import { FeedCountsAuditRepository } from './feed-counts-audit.repository.ts';
import { InventoryRepository } from './inventory.repository.ts';
import { InventoryStorage } from './inventory-storage.ts';
import { RetainedUploads } from './retained-uploads.ts';
import { RetainedUploadsRepository } from './retained-uploads.repository.ts';
import { LikesAudit } from './likes-audit.ts';
import { LikesAuditRepository } from './likes-audit.repository.ts';
import { MissingObjects } from './missing-objects.ts';
import { MissingPosters } from './missing-posters.ts';
import { MultipartUploads } from './multipart-uploads.ts';
import { OrphanObjects } from './orphan-objects.ts';
import { PendingUploads } from './pending-uploads.ts';
import { PendingUploadsRepository } from './pending-uploads.repository.ts';
import { ReconcilerMetrics } from './reconciler-metrics.ts';
import { Reconciler } from './reconciler.ts';
import { ReconcilerLock } from './reconciler-lock.ts';
import { ReconcilerSchedule } from './reconciler-schedule.ts';
import type { Repair } from './repair.ts';
import { Removals } from './removals.ts';
import { repairsToken } from './repairs-token.ts';
import { Restorations } from './restorations.ts';
import { ScansRepository } from './scans.repository.ts';
import { TagsAudit } from './tags-audit.ts';
import { TagsAuditRepository } from './tags-audit.repository.ts';
import { WordsAudit } from './words-audit.ts';
import { WordsAuditRepository } from './words-audit.repository.ts';
import { UsageAudit } from './usage-audit.ts';
import { UsageModule } from '../usage/usage.module.ts';

/** What people wait for first, then what only costs space, then the audits. */
const repairs = [
  Departures,
  PendingUploads,
  MissingPosters,
  Removals,
  Restorations,
  RetainedUploads,
  MultipartUploads,
  OrphanObjects,
  MissingObjects,
  LikesAudit,
  FeedCountsAudit,
  UsageAudit,
  TagsAudit,
  WordsAudit,
];

@Module({
  imports: [
    AuthenticationModule,
    DecodingModule,
    LeavingModule,
    MediaModule,
    EventsModule,
    MetricsModule,
    LifecycleModule,
    UsageModule,
    MailModule,
  ],
  providers: [
    ...[InventoryRepository, InventoryStorage, ScansRepository],
    ...[PendingUploadsRepository, RetainedUploadsRepository, LikesAuditRepository, FeedCountsAuditRepository],
    ...[TagsAuditRepository, WordsAuditRepository],
    ...repairs,
    { provide: repairsToken, useFactory: (...all: Repair[]) => all, inject: repairs },
    ...[ReconcilerLock, ReconcilerMetrics, Reconciler, ReconcilerSchedule],
  ],
})
export class ReconciliationModule {}
