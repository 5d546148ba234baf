import {
  calls,
  type OwnReports,
  type OwnReportsQuery,
  type Report,
  type ReportBody,
} from '@media-feed/contract';
import { Body, Controller, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Serves } from '../http/serves.ts';
import { Authenticated } from '../identity/authenticated.ts';
import { type Caller, CurrentUser } from '../identity/current-user.ts';
import { RateLimit } from '../rate-limiting/rate-limit.ts';
import { reportsPerUser } from './reports-per-user.ts';
import { type GivenReport, ReportsService } from './reports.service.ts';

@Controller()
@Authenticated()
export class ReportsController {
  constructor(private readonly reports: ReportsService) {}

  @Serves('reportMedia')
  @RateLimit(reportsPerUser)
  async reportMedia(
    @CurrentUser() caller: Caller,
    @Param('mediaId') mediaId: string,
    @Body() body: ReportBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Report> {
    return answer(reply, await this.reports.report(caller.id, 'MEDIA', mediaId, body));
  }

  @Serves('reportUser')
  @RateLimit(reportsPerUser)
  async reportUser(
    @CurrentUser() caller: Caller,
    @Param('userId') userId: string,
    @Body() body: ReportBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Report> {
    return answer(reply, await this.reports.report(caller.id, 'USER', userId, body));
  }

  @Serves('listOwnReports')
  listOwn(@CurrentUser() caller: Caller, @Query() query: OwnReportsQuery): Promise<OwnReports> {
    return this.reports.listOwn(caller.id, query);
  }
}

function answer(reply: FastifyReply, { report, isNew }: GivenReport): Report {
  if (!isNew) void reply.status(calls.reportMedia.repeatStatus);
  return report;
}
