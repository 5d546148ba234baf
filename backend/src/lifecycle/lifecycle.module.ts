import { Module } from '@nestjs/common';
import { Stopping } from './stopping.ts';

@Module({ providers: [Stopping], exports: [Stopping] })
export class LifecycleModule {}
