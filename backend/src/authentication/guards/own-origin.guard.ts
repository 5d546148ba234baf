import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AuditService } from '../../audit/audit.service.ts';
import { ForbiddenError } from '../../errors/errors.ts';
import { CONFIG } from '../../config/config.module.ts';
import type { Config } from '../../config/config.ts';

/**
 * For calls that the cookie alone allows: a page of another origin may not make them. SameSite=Strict keeps the
 * cookie from other sites already; this holds between origins of one site, and where a browser is older. Clients
 * that are no browsers send no Origin.
 */
@Injectable()
export class OwnOriginGuard implements CanActivate {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly audit: AuditService,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const { headers, protocol, host } = context.switchToHttp().getRequest<FastifyRequest>();
    const { origin } = headers;
    const own = `${protocol}://${host}`;
    if (origin === undefined || origin === own || this.config.webOrigins.includes(origin)) return true;
    this.audit.record({ kind: 'origin-refused' });
    throw new ForbiddenError('Only pages of this service are allowed to make this call.');
  }
}
