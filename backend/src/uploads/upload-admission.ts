import {
  buildStorageKey,
  type MediaType,
  mediaClassOf,
  parseMediaType,
  type RequestUploadBody,
  supportedFormatsSentence,
  tagsOf,
} from '@media-feed/contract';
import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';
import { readTexts } from '../media/media-texts.ts';
import type { DomainError } from '../errors/domain-error.ts';
import { barredError } from '../identity/standing.ts';
import {
  BytesQuotaError,
  EmailUnverifiedError,
  FileTooLargeError,
  ProcessingQuotaError,
  TooManyUnfinishedUploadsError,
  UnsupportedMediaTypeError,
  UploadsQuotaError,
} from './uploads.errors.ts';
import { type NewUpload, type Refusal, UploadsRepository } from './uploads.repository.ts';

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

  /**
   * Throws {@link TooManyUnfinishedUploadsError}, {@link UploadsQuotaError}, {@link BytesQuotaError},
   * {@link ProcessingQuotaError} and what `barredError` says.
   */
  async record(
    userId: string,
    body: RequestUploadBody,
    upload: Pick<NewUpload, 'id' | 'declaredMimeType' | 'partSize' | 'urlExpiresAt' | 'deadlineAt'>,
  ): Promise<void> {
    const { caption = null, altText = null, sensitive = false } = readTexts(body);
    const refusal = await this.uploads.insertWithinQuotas({
      ...upload,
      uploaderId: userId,
      type: mediaClassOf(upload.declaredMimeType),
      fileName: body.fileName,
      size: body.size,
      caption,
      tags: tagsOf(caption ?? ''),
      altText,
      sensitive,
    });
    if (refusal) throw errorOf(refusal);
  }
}

function errorOf({ reason, waitSeconds }: Refusal): DomainError {
  // Some of it counts no longer then.
  const options = { retryAfterSeconds: Math.max(1, waitSeconds ?? 60) };
  switch (reason) {
    case 'suspended':
    case 'leaving':
    case 'gone':
      return barredError(reason);
    case 'unverified':
      return new EmailUnverifiedError();
    case 'unfinished':
      return new TooManyUnfinishedUploadsError(
        'You have as many unfinished uploads as you may have. Finish one first; one that was deleted counts until its URL has expired.',
      );
    case 'uploads':
      return new UploadsQuotaError('You have asked for as many uploads as a day allows.', options);
    case 'bytes':
      return new BytesQuotaError('Your uploads of a day would have more bytes than it allows.', options);
    case 'processing':
      return new ProcessingQuotaError(
        'Your uploads of the last hour took as long to process as an hour allows.',
        options,
      );
  }
}
