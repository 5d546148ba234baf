import { Module } from '@nestjs/common';
import { MediaModule } from '../media/media.module.ts';
import { MetricsModule } from '../metrics/metrics.module.ts';
import { AdditionsRepository } from './additions.repository.ts';
import { AdditionsService } from './additions.service.ts';
import { DecodeQueue } from './decode-queue.ts';
import { DecodeRequestsRepository } from './decode-requests.repository.ts';
import { DecodeRequestsService } from './decode-requests.service.ts';

/** Posters and waveforms: asking for them, and recording what comes. */
@Module({
  imports: [MediaModule, MetricsModule],
  providers: [
    DecodeQueue,
    DecodeRequestsRepository,
    DecodeRequestsService,
    AdditionsRepository,
    AdditionsService,
  ],
  exports: [DecodeRequestsService, AdditionsService],
})
export class DecodingModule {}
