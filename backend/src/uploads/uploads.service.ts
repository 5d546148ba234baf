import type { PresignedUpload, RequestUploadBody } from '@media-feed/contract';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';
import { MediaStorage } from '../media/storage/media-storage.ts';
import { UploadTelemetry } from '../media/upload-telemetry.ts';
import { UploadAdmission } from './upload-admission.ts';
import { UploadSwitch } from './upload-switch.ts';
import { FileTooLargeError } from './uploads.errors.ts';

@Injectable()
export class UploadsService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly uploadSwitch: UploadSwitch,
    private readonly admission: UploadAdmission,
    private readonly storage: MediaStorage,
    private readonly telemetry: UploadTelemetry,
  ) {}

  /** Throws the errors of {@link UploadSwitch} and {@link UploadAdmission}, and {@link FileTooLargeError} for more than one PUT may hold. */
  async requestUpload(userId: string, body: RequestUploadBody): Promise<PresignedUpload> {
    await this.uploadSwitch.assertOn();
    const { id: mediaId, key, contentType } = this.admission.admit(userId, body);
    const { maxSinglePutBytes, arrivalGraceSeconds } = this.config;
    if (body.size > maxSinglePutBytes) {
      throw new FileTooLargeError(
        `The size of the file exceeds the limit of ${String(maxSinglePutBytes)} bytes for one PUT. Use POST /media/multipart.`,
      );
    }
    const { url, headers, expiresAt } = await this.storage.presigned.signUpload(key, contentType, body.size);
    await this.admission.record(userId, body, {
      id: mediaId,
      declaredMimeType: contentType,
      partSize: null,
      urlExpiresAt: expiresAt,
      deadlineAt: new Date(expiresAt.getTime() + arrivalGraceSeconds * 1000),
    });
    this.telemetry.requested(mediaId, 'single', body.size);
    return { mediaId, key, method: 'PUT', url, headers, expiresAt: expiresAt.toISOString() };
  }
}
