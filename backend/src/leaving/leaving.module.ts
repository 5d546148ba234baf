import { Module } from '@nestjs/common';
import { AuthenticationModule } from '../authentication/authentication.module.ts';
import { MailModule } from '../mail/mail.module.ts';
import { MediaModule } from '../media/media.module.ts';
import { UsersModule } from '../users/users.module.ts';
import { DeparturesRepository } from './departures.repository.ts';
import { DeparturesService } from './departures.service.ts';
import { LeavingController } from './leaving.controller.ts';
import { LeavingRepository } from './leaving.repository.ts';
import { LeavingService } from './leaving.service.ts';

@Module({
  imports: [AuthenticationModule, MailModule, MediaModule, UsersModule],
  controllers: [LeavingController],
  providers: [LeavingService, LeavingRepository, DeparturesService, DeparturesRepository],
  exports: [DeparturesService],
})
export class LeavingModule {}
