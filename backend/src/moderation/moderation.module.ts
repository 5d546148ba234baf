import { Module } from '@nestjs/common';
import { MediaModule } from '../media/media.module.ts';
import { UsersModule } from '../users/users.module.ts';
import { AppealsController } from './appeals.controller.ts';
import { AppealsRepository } from './appeals.repository.ts';
import { AppealsService } from './appeals.service.ts';
import { CasesController } from './cases.controller.ts';
import { CasesRepository } from './cases.repository.ts';
import { CasesService } from './cases.service.ts';
import { ModerationRepository } from './moderation.repository.ts';
import { ModerationService } from './moderation.service.ts';
import { ReportsController } from './reports.controller.ts';
import { ReportsRepository } from './reports.repository.ts';
import { ReportsService } from './reports.service.ts';

@Module({
  imports: [MediaModule, UsersModule],
  controllers: [ReportsController, AppealsController, CasesController],
  providers: [
    ...[ModerationService, ModerationRepository],
    ...[ReportsService, ReportsRepository],
    ...[AppealsService, AppealsRepository],
    ...[CasesService, CasesRepository],
  ],
  exports: [ModerationService, ReportsService],
})
export class ModerationModule {}
