import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { DatabaseHealth } from './database.health.ts';
import { HealthController } from './health.controller.ts';
import { QueueHealth } from './queue.health.ts';
import { Stopping } from './stopping.ts';
import { StorageHealth } from './storage.health.ts';

@Module({
  // Its own log lines would repeat what the filter logs.
  imports: [TerminusModule.forRoot({ logger: false })],
  controllers: [HealthController],
  providers: [DatabaseHealth, QueueHealth, StorageHealth, Stopping],
})
export class HealthModule {}
