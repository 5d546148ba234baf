import {
  buildStorageKey,
  type CompletedUpload,
  type CompleteUploadBody,
  type MultipartUpload,
  type RequestUploadBody,
  type SignedParts,
  type SignPartsBody,
  type StoredParts,
} from '@media-feed/contract';
import { Inject, Injectable } from '@nestjs/common';
import { NotFoundError, UnavailableError, ValidationError } from '../errors/errors.ts';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';
import { DeletionService } from '../media/deletion.service.ts';
import { UploadConflictError } from './uploads.errors.ts';
import { MediaStorage } from '../media/storage/media-storage.ts';
import { UploadTelemetry } from '../media/upload-telemetry.ts';
import { assertWhole } from './assert-whole.ts';
import type { MultipartTarget, StoredPart } from '../media/storage/multipart-storage.ts';
import { type PartPlan, planOf, planParts, sizeOfPart } from './part-plan.ts';
import { UploadAdmission } from './upload-admission.ts';
import { UploadSwitch } from './upload-switch.ts';
import { type MultipartRow, UploadsRepository } from './uploads.repository.ts';

interface OpenUpload {
  readonly target: MultipartTarget;
  readonly plan: PartPlan;
}

@Injectable()
export class MultipartService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly uploadSwitch: UploadSwitch,
    private readonly admission: UploadAdmission,
    private readonly uploads: UploadsRepository,
    private readonly storage: MediaStorage,
    private readonly deletion: DeletionService,
    private readonly telemetry: UploadTelemetry,
  ) {}

  /** The row comes first, so that nothing is ever opened in storage of which the database does not know. */
  async start(userId: string, body: RequestUploadBody): Promise<MultipartUpload> {
    await this.uploadSwitch.assertOn();
    const { id: mediaId, key, contentType } = this.admission.admit(userId, body);
    const { partSize, partCount } = planParts(body.size);
    const deadlineAt = new Date(Date.now() + this.config.multipartTtlSeconds * 1000);
    await this.admission.record(userId, body, {
      id: mediaId,
      declaredMimeType: contentType,
      partSize,
      urlExpiresAt: deadlineAt,
      deadlineAt,
    });
    const uploadId = await this.storage.multipart.start(key, contentType).catch(async (error: unknown) => {
      await this.uploads.forget(mediaId);
      throw error;
    });
    if (!(await this.uploads.setUploadId(mediaId, uploadId))) {
      await this.storage.multipart.abort({ key, uploadId });
      throw notFound();
    }
    this.telemetry.requested(mediaId, 'multipart', body.size);
    return { mediaId, key, uploadId, partSize, partCount, expiresAt: deadlineAt.toISOString() };
  }

  async signParts(userId: string, mediaId: string, { partNumbers }: SignPartsBody): Promise<SignedParts> {
    const { target, plan } = await this.findOpen(userId, mediaId);
    const beyond = partNumbers.flatMap((partNumber, index) =>
      partNumber > plan.partCount
        ? [{ path: `partNumbers.${String(index)}`, message: `Must be at most ${String(plan.partCount)}` }]
        : [],
    );
    if (beyond.length > 0) throw new ValidationError(beyond);
    const signed = await Promise.all(
      partNumbers.map(async (partNumber) => ({
        partNumber,
        ...(await this.storage.presigned.signPart(target, partNumber, sizeOfPart(plan, partNumber))),
      })),
    );
    const lastExpiry = Math.max(...signed.map(({ expiresAt }) => expiresAt.getTime()));
    await this.uploads.keepKeyUntil(mediaId, new Date(lastExpiry));
    return { parts: signed.map(({ partNumber, url, headers }) => ({ partNumber, url, headers })) };
  }

  async listParts(userId: string, mediaId: string): Promise<StoredParts> {
    const { target, plan } = await this.findOpen(userId, mediaId);
    const parts = await this.storage.multipart.listParts(target);
    if (!parts) throw new UploadConflictError('Storage no longer holds this upload.');
    return { partSize: plan.partSize, partCount: plan.partCount, parts };
  }

  /** Saying it again is harmless: what arrived has arrived. */
  async complete(userId: string, mediaId: string, { parts }: CompleteUploadBody): Promise<CompletedUpload> {
    const row = await this.find(userId, mediaId);
    if (row.status !== 'PENDING') return { mediaId, status: row.status };
    const { target, plan } = this.open(userId, mediaId, row);
    const stored = await this.storage.multipart.listParts(target);
    if (stored) {
      assertWhole(plan, stored, parts);
      await this.join(target, stored);
    } else if (!(await this.storage.hasUpload(target.key))) {
      throw new UploadConflictError('Storage no longer holds this upload.');
    }
    const status = await this.uploads.recordArrival(mediaId);
    if (!status) throw notFound();
    return { mediaId, status };
  }

  /** Takes back an upload that is not finished; saying it again is harmless. */
  async abort(userId: string, mediaId: string): Promise<void> {
    const row = await this.uploads.findMultipart(mediaId, userId);
    if (!row) throw notFound();
    if (row.deleted_at) return;
    const { uploadId, key } = { uploadId: row.upload_id, key: uploadKey(userId, mediaId) };
    if (uploadId) await this.storage.multipart.abort({ key, uploadId });
    if (row.status !== 'PENDING' || (await this.storage.hasUpload(key))) {
      throw new UploadConflictError('The upload is complete. Delete the item instead.');
    }
    await this.deletion.delete([mediaId], userId);
  }

  private async join(target: MultipartTarget, stored: readonly StoredPart[]): Promise<void> {
    if (!(await this.storage.multipart.complete(target, stored))) {
      throw new UploadConflictError('Storage could not join the parts.');
    }
  }

  private async find(userId: string, mediaId: string): Promise<MultipartRow> {
    const row = await this.uploads.findMultipart(mediaId, userId);
    if (!row || row.deleted_at) throw notFound();
    return row;
  }

  private async findOpen(userId: string, mediaId: string): Promise<OpenUpload> {
    const row = await this.find(userId, mediaId);
    if (row.status !== 'PENDING') throw new UploadConflictError('The upload is finished.');
    return this.open(userId, mediaId, row);
  }

  private open(userId: string, mediaId: string, row: MultipartRow): OpenUpload {
    if (row.deadline_at.getTime() <= Date.now()) throw new UploadConflictError('The upload has expired.');
    if (!row.upload_id) {
      throw new UnavailableError('The upload is still being opened.', { retryAfterSeconds: 1 });
    }
    return {
      target: { key: uploadKey(userId, mediaId), uploadId: row.upload_id },
      plan: planOf(Number(row.size), row.part_size),
    };
  }
}

const uploadKey = (userId: string, mediaId: string) => buildStorageKey({ kind: 'upload', userId, mediaId });

const notFound = () => new NotFoundError('There is no such upload.');
