import type { QueryClient } from '@tanstack/react-query';
import { type MediaItem, parseApiError } from '@media-feed/contract';
import { apiUrl } from '../../lib/api-client/http.ts';
import { deleteMedia } from '../../lib/media/media-api.ts';
import { session } from '../../lib/session/session.ts';
import { HeldDeletes } from './undoable-deletes.ts';
import { forgetDelete, overdueDeletes, rememberDelete } from './undoable-deletes-journal.ts';
import { showToast } from '../../lib/toasts/toasts.ts';
import { removeMediaEverywhere } from '../../lib/media/media-cache.ts';

const holdMs = 10_000;
let client: QueryClient | undefined;

export const heldDeletes = new HeldDeletes({
  holdMs,
  send: deleteMedia,
  sendKeepalive(mediaId) {
    const state = session.get();
    if (state.status !== 'signed-in') return;
    void fetch(`${apiUrl}/media/${mediaId}`, {
      method: 'DELETE',
      headers: { Authorization: `Bearer ${state.accessToken}` },
      keepalive: true,
    });
  },
  journal: {
    add(mediaId) {
      const state = session.get();
      if (state.status === 'signed-in') rememberDelete(mediaId, state.user.id);
    },
    remove: forgetDelete,
  },
  onSent(mediaId) {
    if (client) removeMediaEverywhere(client, mediaId);
  },
  onFailed(mediaId, thrown) {
    const error = parseApiError(thrown);
    if (error.code === 'not-found') {
      // Another tab was quicker, or an answer got lost.
      if (client) removeMediaEverywhere(client, mediaId);
      return;
    }
    showToast(
      error.code === 'network'
        ? 'It was not deleted: no connection. Nothing is lost; try again when you are online.'
        : 'It was not deleted: the server had a problem. Try again.',
      { tone: 'bad' },
    );
  },
});

/** Finishes what an earlier page was asked for: now, and once more when a page that was just closed is done. */
export function catchUpDeletes(queryClient: QueryClient, userId: string): void {
  client = queryClient;
  const finish = (): void => {
    const state = session.get();
    if (state.status !== 'signed-in' || state.user.id !== userId) return;
    for (const mediaId of overdueDeletes(userId, holdMs + 2000)) void heldDeletes.catchUp(mediaId);
  };
  finish();
  setTimeout(finish, holdMs + 3000);
}

/** Deletes after ten seconds in which it can be undone. */
export function deleteWithUndo(queryClient: QueryClient, item: MediaItem): void {
  client = queryClient;
  heldDeletes.hold(item.id);
  void session.freshToken().catch(() => undefined); // so that the request can still go out if the page is closed
  showToast('Deleted.', {
    durationMs: holdMs,
    action: {
      label: 'Undo',
      run: () => {
        heldDeletes.undo(item.id);
      },
    },
  });
}
