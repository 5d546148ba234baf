import { Module } from '@nestjs/common';
import { DecodingModule } from '../decoding/decoding.module.ts';
import { LifecycleModule } from '../lifecycle/lifecycle.module.ts';
import { MediaModule } from '../media/media.module.ts';
import { MetricsModule } from '../metrics/metrics.module.ts';
import { DeadLettersService } from './dead-letters.service.ts';
import { MessageQueue } from './message-queue.ts';
import { QueueMetrics } from './queue-metrics.ts';
import { ResultConsumers } from './result-consumers.ts';
import { ResultsRepository } from './results.repository.ts';
import { ResultsService } from './results.service.ts';

@Module({
  imports: [DecodingModule, MediaModule, MetricsModule, LifecycleModule],
  providers: [
    ResultsService,
    ResultsRepository,
    ResultConsumers,
    MessageQueue,
    QueueMetrics,
    DeadLettersService,
  ],
})
export class ProcessingModule {}
