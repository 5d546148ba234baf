/** What the clients know at the end: what was acknowledged to them, and what they saw. */
import type { MediaStatus, RejectionReason } from '@media-feed/contract';
import type { Answer } from './answers.ts';

export interface KnownUpload {
  readonly mediaId: string;
  readonly ownerId: string;
  readonly isGenuine: boolean;
  /** MD5 of the file that was sent, in hex: the ETag of a single PUT. Undefined for a multipart upload. */
  readonly md5: string | undefined;
  /** `perhaps`: the client never learned it. */
  bytesArrived: 'yes' | 'no' | 'perhaps';
  /** By its owner. */
  deletion?: 'asked' | 'acknowledged';
  /** The only reason that is right for this one, where the fault makes it so. */
  mustEndFor?: RejectionReason;
}

export class Ledger {
  readonly uploads = new Map<string, KnownUpload>();
  /** Last word on `userId/mediaId`; undefined where the last call got no answer. */
  readonly likes = new Map<string, boolean | undefined>();
  /** Where a client left before the answer: its call may be carried out after any later one. */
  private readonly likesLeftAlone = new Set<string>();
  /** Statuses that owners saw, in order, without repeats. */
  readonly statuses = new Map<string, MediaStatus[]>();
  /** Ids that the public feed showed, and what was wrong with them. */
  readonly shown = new Set<string>();
  readonly wronglyShown: string[] = [];
  readonly answers: Answer[] = [];

  noteLike(pair: string, wish: boolean | undefined): void {
    this.likes.set(pair, this.likesLeftAlone.has(pair) ? undefined : wish);
  }

  leaveLikeAlone(pair: string): void {
    this.likesLeftAlone.add(pair);
    this.likes.set(pair, undefined);
  }

  sawStatus(mediaId: string, status: MediaStatus): void {
    const seen = this.statuses.get(mediaId) ?? [];
    if (seen.at(-1) !== status) seen.push(status);
    this.statuses.set(mediaId, seen);
  }
}
