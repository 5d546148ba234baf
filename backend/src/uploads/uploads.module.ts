import { Module } from '@nestjs/common';
import { MediaModule } from '../media/media.module.ts';
import { UsersModule } from '../users/users.module.ts';
import { MultipartController } from './multipart.controller.ts';
import { MultipartService } from './multipart.service.ts';
import { UploadAdmission } from './upload-admission.ts';
import { UploadSwitch } from './upload-switch.ts';
import { UploadSwitchRepository } from './upload-switch.repository.ts';
import { UploadsController } from './uploads.controller.ts';
import { UploadsRepository } from './uploads.repository.ts';
import { UploadsService } from './uploads.service.ts';

@Module({
  imports: [MediaModule, UsersModule],
  controllers: [UploadsController, MultipartController],
  providers: [
    UploadsService,
    MultipartService,
    UploadAdmission,
    UploadsRepository,
    UploadSwitch,
    UploadSwitchRepository,
  ],
})
export class UploadsModule {}
