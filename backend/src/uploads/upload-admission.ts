import {
  buildStorageKey,
  type MediaType,
  mediaClassOf,
  parseMediaType,
  type RequestUploadBody,
  supportedFormatsSentence,
} from '@media-feed/contract';
import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';
import { AccountSuspendedError } from '../errors/errors.ts';
import { UsersService } from '../users/users.service.ts';
import {
  FileTooLargeError,
  TooManyUnfinishedUploadsError,
  UnsupportedMediaTypeError,
} from './uploads.errors.ts';
import { type NewUpload, UploadsRepository } from './uploads.repository.ts';

/** An upload that may be made, before it has a place in storage. */
export interface AdmittedUpload {
  readonly id: string;
  readonly key: string;
  readonly contentType: MediaType;
}

/** What holds for every upload, whichever way its bytes take: types, sizes and the quota. */
@Injectable()
export class UploadAdmission {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly uploads: UploadsRepository,
    private readonly users: UsersService,
  ) {}

  /** Throws {@link UnsupportedMediaTypeError} and {@link FileTooLargeError}. */
  admit(userId: string, { contentType, size }: RequestUploadBody): AdmittedUpload {
    const type = parseMediaType(contentType);
    if (!type) {
      throw new UnsupportedMediaTypeError(
        `The type “${contentType}” is not supported. ${supportedFormatsSentence()}`,
      );
    }
    const mediaClass = mediaClassOf(type);
    const largest = this.config.maxUploadBytes[mediaClass];
    if (size > largest) {
      throw new FileTooLargeError(
        `The size of the file exceeds the limit of ${String(largest)} bytes for the type ${mediaClass}.`,
      );
    }
    const id = uuidv7();
    return { id, key: buildStorageKey({ kind: 'upload', userId, mediaId: id }), contentType: type };
  }

  /** Throws {@link TooManyUnfinishedUploadsError} and {@link AccountSuspendedError}. */
  async record(
    userId: string,
    { fileName, size }: RequestUploadBody,
    upload: Omit<NewUpload, 'uploaderId' | 'type' | 'fileName' | 'size'>,
  ): Promise<void> {
    const { maxUnfinishedUploads } = this.config;
    const type = mediaClassOf(upload.declaredMimeType);
    const row = { ...upload, uploaderId: userId, type, fileName, size };
    if (!(await this.uploads.insertWithinQuota(row, maxUnfinishedUploads))) {
      if (await this.users.isSuspended(userId)) throw new AccountSuspendedError();
      throw new TooManyUnfinishedUploadsError(
        `You have ${String(maxUnfinishedUploads)} unfinished uploads. Finish or delete one first.`,
      );
    }
  }
}
