import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { LifecycleModule } from '../lifecycle/lifecycle.module.ts';
import { DatabaseHealth } from './database.health.ts';
import { HealthController } from './health.controller.ts';
import { QueueHealth } from './queue.health.ts';
import { StorageHealth } from './storage.health.ts';

@Module({
  // Its own log lines would repeat what the filter logs.
  imports: [TerminusModule.forRoot({ logger: false }), LifecycleModule],
  controllers: [HealthController],
  providers: [DatabaseHealth, QueueHealth, StorageHealth],
})
export class HealthModule {}
