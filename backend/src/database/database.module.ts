import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { Config } from '../config/config.ts';
import { CONFIG } from '../config/config.module.ts';
import { databaseOptions } from './data-source.ts';
import { Database } from './database.ts';

@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [CONFIG],
      useFactory: (config: Config) => ({ ...databaseOptions(config), retryAttempts: 0 }),
    }),
  ],
  providers: [Database],
  exports: [Database],
})
export class DatabaseModule {}
