import { Module } from '@nestjs/common';
import { LifecycleModule } from '../lifecycle/lifecycle.module.ts';
import { MetricsModule } from '../metrics/metrics.module.ts';
import { MailDelivery } from './mail-delivery.ts';
import { MailLinks } from './mail-links.ts';
import { MailLinksRepository } from './mail-links.repository.ts';
import { MailMetrics } from './mail-metrics.ts';
import { MailTransport } from './mail-transport.ts';
import { MailWorker } from './mail-worker.ts';
import { MailsRepository } from './mails.repository.ts';
import { MailsService } from './mails.service.ts';

@Module({
  imports: [LifecycleModule, MetricsModule],
  providers: [
    ...[MailDelivery, MailLinks, MailLinksRepository, MailMetrics],
    ...[MailTransport, MailWorker, MailsRepository, MailsService],
  ],
  exports: [MailLinks, MailsService],
})
export class MailModule {}
