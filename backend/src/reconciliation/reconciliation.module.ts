import { Module } from '@nestjs/common';
import { AuthenticationModule } from '../authentication/authentication.module.ts';
import { EventsModule } from '../events/events.module.ts';
import { LifecycleModule } from '../lifecycle/lifecycle.module.ts';
import { MediaModule } from '../media/media.module.ts';
import { MetricsModule } from '../metrics/metrics.module.ts';
import { FeedCountsAudit } from './feed-counts-audit.ts';
import { FeedCountsAuditRepository } from './feed-counts-audit.repository.ts';
import { InventoryRepository } from './inventory.repository.ts';
import { InventoryStorage } from './inventory-storage.ts';
import { RetainedUploads } from './retained-uploads.ts';
import { RetainedUploadsRepository } from './retained-uploads.repository.ts';
import { LikesAudit } from './likes-audit.ts';
import { LikesAuditRepository } from './likes-audit.repository.ts';
import { MissingObjects } from './missing-objects.ts';
import { MultipartUploads } from './multipart-uploads.ts';
import { OrphanObjects } from './orphan-objects.ts';
import { PendingUploads } from './pending-uploads.ts';
import { PendingUploadsRepository } from './pending-uploads.repository.ts';
import { ProcessingLambda } from './processing-lambda.ts';
import { ReconcilerMetrics } from './reconciler-metrics.ts';
import { Reconciler } from './reconciler.ts';
import { ReconcilerLock } from './reconciler-lock.ts';
import { ReconcilerSchedule } from './reconciler-schedule.ts';
import type { Repair } from './repair.ts';
import { Removals } from './removals.ts';
import { repairsToken } from './repairs-token.ts';
import { ScansRepository } from './scans.repository.ts';
import { UsageAudit } from './usage-audit.ts';
import { UsageModule } from '../usage/usage.module.ts';

/** What people wait for first, then what only costs space, then the audits. */
const repairs = [
  PendingUploads,
  Removals,
  RetainedUploads,
  MultipartUploads,
  OrphanObjects,
  MissingObjects,
  LikesAudit,
  FeedCountsAudit,
  UsageAudit,
];

@Module({
  imports: [AuthenticationModule, MediaModule, EventsModule, MetricsModule, LifecycleModule, UsageModule],
  providers: [
    ...[InventoryRepository, InventoryStorage, ProcessingLambda, ScansRepository],
    ...[PendingUploadsRepository, RetainedUploadsRepository, LikesAuditRepository, FeedCountsAuditRepository],
    ...repairs,
    { provide: repairsToken, useFactory: (...all: Repair[]) => all, inject: repairs },
    ...[ReconcilerLock, ReconcilerMetrics, Reconciler, ReconcilerSchedule],
  ],
})
export class ReconciliationModule {}
