import { Global, Module } from '@nestjs/common';
import { AuditService } from './audit.service.ts';
import { SecurityEventsRepository } from './security-events.repository.ts';

@Global()
@Module({ providers: [AuditService, SecurityEventsRepository], exports: [AuditService] })
export class AuditModule {}
