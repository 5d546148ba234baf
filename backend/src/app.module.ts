import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { ThrottlerStorage } from '@nestjs/throttler';
import { LoggerModule } from 'nestjs-pino';
import type { Logger } from 'pino';
import { AuditModule } from './audit/audit.module.ts';
import { AuthenticationModule } from './authentication/authentication.module.ts';
import { AccessTokenGuard } from './authentication/guards/access-token.guard.ts';
import { ResponseCacheModule } from './caching/response-cache.module.ts';
import { StandingGuard } from './authentication/guards/standing.guard.ts';
import { ConfigModule } from './config/config.module.ts';
import type { Config } from './config/config.ts';
import { DatabaseModule } from './database/database.module.ts';
import { entities } from './entities.ts';
import { EventsModule } from './events/events.module.ts';
import { ExportModule } from './export/export.module.ts';
import { FeedModule } from './feed/feed.module.ts';
import { HealthModule } from './health/health.module.ts';
import { ProblemFilter } from './http/problem.filter.ts';
import { StrictRequestGuard } from './http/strict-request.guard.ts';
import { LeavingModule } from './leaving/leaving.module.ts';
import { LikesModule } from './likes/likes.module.ts';
import { NestLogger } from './logging/nest-logger.ts';
import { MediaBatchModule } from './media-batch/media-batch.module.ts';
import { MediaModule } from './media/media.module.ts';
import { MetricsModule } from './metrics/metrics.module.ts';
import { ModerationModule } from './moderation/moderation.module.ts';
import { OpenGraphModule } from './open-graph/open-graph.module.ts';
import { ProcessingModule } from './processing/processing.module.ts';
import { RateLimitGuard } from './rate-limiting/rate-limit.ts';
import { SharedRateLimitStore } from './rate-limiting/shared-rate-limit-store.ts';
import { ReconciliationModule } from './reconciliation/reconciliation.module.ts';
import { TagsModule } from './tags/tags.module.ts';
import { TracingModule } from './tracing/tracing.module.ts';
import { UploadsModule } from './uploads/uploads.module.ts';
import { UsageModule } from './usage/usage.module.ts';
import { UsersModule } from './users/users.module.ts';

@Module({})
export class AppModule {
  static forRoot(config: Config, logger: Logger): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.forRoot(config),
        // Not before each request: Fastify makes the requests' loggers, and the logger itself knows their ids.
        LoggerModule.forRoot({ pinoHttp: { logger }, useExisting: true, forRoutes: [] }),
        DatabaseModule.forRoot(entities),
        ResponseCacheModule,
        TracingModule,
        AuditModule,
        AuthenticationModule,
        UsersModule,
        UsageModule,
        MediaModule,
        MediaBatchModule,
        UploadsModule,
        ProcessingModule,
        FeedModule,
        TagsModule,
        LikesModule,
        LeavingModule,
        ExportModule,
        EventsModule,
        OpenGraphModule,
        ModerationModule,
        ReconciliationModule,
        HealthModule,
        MetricsModule,
      ],
      providers: [
        NestLogger,
        { provide: ThrottlerStorage, useClass: SharedRateLimitStore },
        { provide: APP_FILTER, useClass: ProblemFilter },
        // In this order: who is calling is known before their calls are counted.
        { provide: APP_GUARD, useClass: AccessTokenGuard },
        { provide: APP_GUARD, useClass: RateLimitGuard },
        { provide: APP_GUARD, useClass: StrictRequestGuard },
        { provide: APP_GUARD, useClass: StandingGuard },
      ],
    };
  }
}
