import type { CasesPage, CasesQuery, DecisionBody, ModerationCase } from '@media-feed/contract';
import { Body, Controller, Param, Query, UseGuards } from '@nestjs/common';
import { Serves } from '../http/serves.ts';
import { Authenticated } from '../identity/authenticated.ts';
import { type Caller, CurrentUser } from '../identity/current-user.ts';
import { CasesService } from './cases.service.ts';
import { ModerationService } from './moderation.service.ts';
import { OperatorGuard } from './operator.guard.ts';

@Controller()
@Authenticated()
@UseGuards(OperatorGuard)
export class CasesController {
  constructor(
    private readonly cases: CasesService,
    private readonly moderation: ModerationService,
  ) {}

  @Serves('listCases')
  list(@Query() query: CasesQuery): Promise<CasesPage> {
    return this.cases.list(query);
  }

  @Serves('claimCase')
  claim(@CurrentUser() caller: Caller, @Param('caseId') caseId: string): Promise<ModerationCase> {
    return this.cases.claim(caseId, caller.id);
  }

  @Serves('decideCase')
  decide(
    @CurrentUser() caller: Caller,
    @Param('caseId') caseId: string,
    @Body() body: DecisionBody,
  ): Promise<ModerationCase> {
    return this.cases.decide(caseId, caller.id, body);
  }

  @Serves('restoreMedia')
  async restore(@CurrentUser() caller: Caller, @Param('mediaId') mediaId: string): Promise<void> {
    await this.moderation.restore(mediaId, caller.id);
  }
}
