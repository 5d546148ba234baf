import { type CaseAction, type ReportReason, type UserRole, uuid } from '@media-feed/contract';
import { Injectable, Logger } from '@nestjs/common';
import { emailKeyOf } from '../identity/email-key.ts';
import { DeletionService } from '../media/deletion.service.ts';
import { PublishedChanges } from '../media/published-changes.ts';
import { RestorationsService } from '../media/restorations.service.ts';
import { ForbiddenError, NotFoundError } from '../errors/errors.ts';
import { CaseConflictError, ModerationError, NotRestorableError } from './moderation.errors.ts';
import {
  type Decider,
  type ItemState,
  ModerationRepository,
  type RemovalGrounds,
  type Suspension,
} from './moderation.repository.ts';

const maxReasonLength = 500;
const beforeAll = '00000000-0000-0000-0000-000000000000';
/** Items whose objects are removed at once. */
const removalsAtOnce = 16;

export interface Takedown {
  /** False where the item was taken down before. */
  readonly isNew: boolean;
  /** False while storage has not removed the objects; the reconciler goes on trying. */
  readonly objectsRemoved: boolean;
}

export type SuspensionReport = Suspension & {
  readonly userId: string;
  /** Items whose objects storage has not removed yet; the reconciler goes on trying. */
  readonly waiting: number;
};

/** What operators do with items and accounts. */
@Injectable()
export class ModerationService {
  private readonly logger = new Logger(ModerationService.name);

  constructor(
    private readonly moderation: ModerationRepository,
    private readonly deletion: DeletionService,
    private readonly published: PublishedChanges,
    private readonly restorations: RestorationsService,
  ) {}

  /**
   * Takes a READY item out of every answer and its objects out of the media bucket, after a copy of them for
   * operators. Doing it again is harmless. Throws {@link ModerationError}.
   */
  async takeDown(mediaId: string, note?: string, reason: ReportReason = 'OTHER'): Promise<Takedown> {
    if (!uuid.safeParse(mediaId).success) throw new ModerationError(`${mediaId} is not the id of an item.`);
    const isNew = await this.moderation.takeDown(mediaId, {
      note: checkedReason(note),
      reason,
      text: undefined,
    });
    if (!isNew) {
      const item = await this.moderation.findItem(mediaId);
      if (!item) throw new ModerationError(`There is no item ${mediaId}.`);
      if (item.deleted) throw new ModerationError(`The item ${mediaId} is deleted already.`);
      if (item.status !== 'REMOVED') {
        throw new ModerationError(`The item ${mediaId} is ${item.status}, and only READY ones are public.`);
      }
    }
    this.published.notify();
    return { isNew, objectsRemoved: await this.deletion.removeNow(mediaId) };
  }

  /**
   * Has a taken-down item come back with the same files, as soon as they are copied. False where it is under way, or was
   * done before. Throws {@link NotFoundError}, {@link NotRestorableError}, {@link ForbiddenError} for an operator's own.
   */
  async restore(mediaId: string, operatorId?: string): Promise<boolean> {
    if ((await this.findItem(mediaId)).uploader_id === operatorId) {
      throw new ForbiddenError('Nobody decides about what is their own.');
    }
    const decider = operatorId === undefined ? undefined : { operatorId, caseId: null };
    if (!(await this.moderation.requestRestoring(mediaId, decider))) {
      const { status, restoring, taken_down: isTakenDown } = await this.findItem(mediaId);
      if (status === 'READY' || restoring) return false;
      throw new NotRestorableError(
        isTakenDown
          ? `The item ${mediaId} was removed more than 30 days ago.`
          : `No operator removed the item ${mediaId}.`,
      );
    }
    await this.restorations.askNow(mediaId);
    return true;
  }

  /**
   * Suspends the user with that id or e-mail address: no session goes on or begins, nothing is written, every
   * published item is removed as by a takedown, and no unfinished upload is published. Likes stay. Doing it again
   * is harmless. Throws {@link ModerationError}.
   */
  async suspend(user: string, reason?: string): Promise<SuspensionReport> {
    const userId = await this.findUserId(user);
    const suspension = await this.moderation.suspend(userId, checkedReason(reason));
    this.published.notify();
    return { ...suspension, userId, waiting: await this.removeObjects(userId) };
  }

  /** Whether that user may decide cases; false where it was so before. Throws {@link ModerationError}. */
  async setRole(user: string, role: UserRole): Promise<boolean> {
    return this.moderation.setRole(await this.findUserId(user), role);
  }

  /** Throws {@link CaseConflictError} unless that operator has the case, and it is open. */
  async decide(decider: Decider, action: CaseAction, grounds: RemovalGrounds): Promise<void> {
    const decided = await this.moderation.decide(decider, action, grounds);
    if (!decided) throw new CaseConflictError();
    if (decided.restoringId !== undefined) await this.restorations.askNow(decided.restoringId);
    if (decided.removedId === undefined && decided.suspendedId === undefined) return;
    this.published.notify();
    if (decided.removedId !== undefined) await this.deletion.removeSoon(decided.removedId);
    // As many as somebody has: nobody waits for them, and the reconciler does what is left.
    if (decided.suspendedId !== undefined) {
      this.removeObjects(decided.suspendedId).catch((error: unknown) => {
        this.logger.warn({ err: error }, 'Objects not removed, will be retried');
      });
    }
  }

  private async findItem(mediaId: string): Promise<ItemState> {
    const item = uuid.safeParse(mediaId).success ? await this.moderation.findItem(mediaId) : undefined;
    if (!item || item.deleted) throw new NotFoundError(`There is no item ${mediaId}.`);
    return item;
  }

  private async findUserId(user: string): Promise<string> {
    const userId = await this.moderation.findUserId(
      uuid.safeParse(user).success ? { id: user } : { emailKey: emailKeyOf(user) },
    );
    if (userId === undefined) throw new ModerationError(`There is no user ${user}.`);
    return userId;
  }

  /** How many items storage has not done. */
  private async removeObjects(userId: string): Promise<number> {
    let waiting = 0;
    for (let afterId = beforeAll; ;) {
      const ids = await this.moderation.findRemovals(userId, afterId, removalsAtOnce);
      const removed = await Promise.all(ids.map((id) => this.deletion.removeNow(id)));
      waiting += removed.filter((isRemoved) => !isRemoved).length;
      const last = ids.at(-1);
      if (last === undefined || ids.length < removalsAtOnce) return waiting;
      afterId = last;
    }
  }
}

function checkedReason(reason: string | undefined): string | undefined {
  const text = reason?.trim();
  if (text === undefined || text === '') return undefined;
  if (text.length > maxReasonLength) {
    throw new ModerationError(`A reason has ${String(maxReasonLength)} characters at most.`);
  }
  return text;
}
