import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { DataSourceOptions } from 'typeorm';
import type { Config } from '../config/config.ts';
import { CONFIG } from '../config/config.module.ts';
import { databaseOptions } from './data-source.ts';
import { Database } from './database.ts';
import { NotificationListener } from './notification-listener.ts';

@Module({})
export class DatabaseModule {
  /** `entities` are all that the program's modules name. */
  static forRoot(entities: NonNullable<DataSourceOptions['entities']>): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      imports: [
        TypeOrmModule.forRootAsync({
          inject: [CONFIG],
          useFactory: (config: Config) => ({ ...databaseOptions(config), entities, retryAttempts: 0 }),
        }),
      ],
      providers: [Database, NotificationListener],
      exports: [Database, NotificationListener],
    };
  }
}
