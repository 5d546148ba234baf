import { buildStorageKey } from '@media-feed/contract';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';
import { InventoryStorage } from './inventory-storage.ts';
import { decideOnPending } from './pending-decision.ts';
import { type PendingRow, PendingUploadsRepository } from './pending-uploads.repository.ts';
import { ProcessingLambda, type StoredUpload } from '../media/storage/processing-lambda.ts';
import type { Repair } from './repair.ts';
import type { ReconciliationRun } from './reconciliation-run.ts';

const batchSize = 200;
const beforeAll = '00000000-0000-0000-0000-000000000000';

/**
 * Uploads without an inspection result. The event that should have started the Lambda may be lost, the Lambda given up,
 * its message lost after it published: invoking it again repairs all of them, since it does the same once more.
 * What never arrived becomes EXPIRED.
 */
@Injectable()
export class PendingUploads implements Repair {
  readonly name = 'pending uploads';

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly uploads: PendingUploadsRepository,
    private readonly storage: InventoryStorage,
    private readonly lambda: ProcessingLambda,
  ) {}

  async execute(run: ReconciliationRun): Promise<void> {
    for (let afterId: string | undefined = beforeAll; afterId !== undefined;) {
      const due = await this.uploads.findDue(afterId, batchSize, this.config.inspectionOverdueSeconds);
      await run.forEach(due, (row) => this.look(run, row));
      afterId = due.length === batchSize ? due.at(-1)?.id : undefined;
    }
  }

  private async look(run: ReconciliationRun, row: PendingRow): Promise<void> {
    const key = buildStorageKey({ kind: 'upload', userId: row.uploader_id, mediaId: row.id });
    const stored = await this.storage.findUpload(key);
    if (stored) await run.unlessDry(() => this.uploads.noteArrival(row.id, stored.lastModified));
    const pending = {
      createdAt: row.created_at,
      deadlineAt: row.deadline_at,
      nextLookAt: row.next_look_at,
      arrivedAt: row.arrived_at,
      invocations: row.invocations,
    };
    const overdueAfterMs = this.config.inspectionOverdueSeconds * 1000;
    const decision = decideOnPending(pending, stored, { now: run.now, overdueAfterMs });
    const subject = { mediaId: row.id };
    if (decision.kind === 'expire') {
      await run.repair('upload-expired', subject, () => this.expire(row, key));
    } else if (decision.kind === 'invoke' && stored) {
      await run.repair('inspection-invoked', { ...subject, invocations: row.invocations + 1 }, () =>
        this.invoke(row, key, stored, decision.until),
      );
    } else {
      await run.unlessDry(() => this.uploads.noteLook(row, decision.until, false));
    }
  }

  /**
   * Bytes that arrived are owed an inspection result. What lies in storage cannot change any more: a URL is dead long
   * before the deadline, and the parts of a multipart upload are given up before the last look.
   */
  private async expire({ id, upload_id: uploadId }: PendingRow, key: string): Promise<boolean> {
    if (uploadId) await this.storage.abortUpload(key, uploadId);
    if (await this.storage.findUpload(key)) return false;
    return this.uploads.expire(id);
  }

  /** Noted first: a call that fails waits for its next time as one that was made in vain. */
  private async invoke(row: PendingRow, key: string, stored: StoredUpload, until: Date): Promise<boolean> {
    if (!(await this.uploads.noteLook(row, until, true))) return false;
    await this.lambda.inspect(key, stored);
    return true;
  }
}
