import type { ExportPage, ExportQuery } from '@media-feed/contract';
import { Controller, Query } from '@nestjs/common';
import { Serves } from '../http/serves.ts';
import { Authenticated } from '../identity/authenticated.ts';
import { type Caller, CurrentUser } from '../identity/current-user.ts';
import { byCaller, RateLimit, type RateLimitRule } from '../rate-limiting/rate-limit.ts';
import { ExportService } from './export.service.ts';

/** A page is some hundred rows and signatures. */
const exportPerUser: RateLimitRule = {
  name: 'export-per-user',
  limit: 'exportLimitPerUser',
  by: byCaller,
  local: true,
};

@Controller()
@Authenticated()
export class ExportController {
  constructor(private readonly exports: ExportService) {}

  @Serves('getExport')
  @RateLimit(exportPerUser)
  getExport(@CurrentUser() caller: Caller, @Query() query: ExportQuery): Promise<ExportPage> {
    return this.exports.getPage(caller.id, query);
  }
}
