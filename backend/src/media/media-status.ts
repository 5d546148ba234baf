import type { MediaStatus } from '@media-feed/contract';

/**
 * Every move that an item can make (docs/architecture.md «States»). The trigger `media_status_move` refuses all
 * others; that both say the same is tested. Deletion is no status: it can come after any, and nothing after it.
 */
const statusMoves: Readonly<Record<MediaStatus, readonly MediaStatus[]>> = {
  PENDING: ['READY', 'REJECTED', 'EXPIRED'],
  READY: ['REMOVED'],
  REMOVED: ['READY'],
  REJECTED: [],
  EXPIRED: [],
};

export function canMove(from: MediaStatus, to: MediaStatus): boolean {
  return statusMoves[from].includes(to);
}

/** Whether objects of such an item may lie in the media bucket: a Lambda publishes before its inspection result is in. */
export function mayHaveObjects(status: MediaStatus): boolean {
  return status === 'READY' || status === 'PENDING';
}
