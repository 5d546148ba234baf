import type { QueryClient } from '@tanstack/react-query';
import { parseApiError, type Client, type MediaItem } from '@media-feed/contract';
import type { ReadableStore } from '@media-feed/uploader';
import { removeMediaEverywhere } from '../../lib/media/media-cache.ts';
import { runMutation } from '../../lib/run-mutation.ts';
import { createServiceContext } from '../../lib/service-context.ts';
import type { SessionStore } from '../../lib/session/session-store.ts';
import type { TextStore } from '../../lib/text/text-store.ts';
import type { Toasts } from '../../lib/toasts.ts';
import { deleteMediaKeepalive, deleteMediaOptions } from './api/delete-media.ts';
import { forgetDelete, overdueDeletes, rememberDelete } from './undoable-deletes-journal.ts';
import { UndoableDeletes } from './undoable-deletes.ts';

export interface MediaDeletionOptions {
  readonly api: Client;
  readonly apiUrl: string;
  readonly session: SessionStore;
  readonly queryClient: QueryClient;
  readonly toasts: Toasts;
  readonly texts: Pick<TextStore, 'get'>;
}

/** Deletes items of the visitor, after a while in which that can be undone. */
export interface MediaDeletion {
  /** Ids of everything that should look deleted. */
  readonly hidden: ReadableStore<ReadonlySet<string>>;
  readonly delete: (item: MediaItem) => void;
  /** Finishes what an earlier page was asked for: now, and once more when a page that was just closed is done. */
  readonly catchUp: (userId: string) => void;
  /** The page is being closed: nothing can be undone any longer. */
  readonly flush: () => void;
}

const undoMs = 10_000;

export function createMediaDeletion(options: MediaDeletionOptions): MediaDeletion {
  const { api, apiUrl, session, queryClient, toasts, texts } = options;
  const deletes = new UndoableDeletes({
    undoMs,
    send: (mediaId) => runMutation(queryClient, deleteMediaOptions(api), mediaId),
    sendKeepalive(mediaId) {
      const state = session.get();
      if (state.status === 'signed-in') deleteMediaKeepalive(apiUrl, state.accessToken, mediaId);
    },
    journal: {
      add(mediaId) {
        const state = session.get();
        if (state.status === 'signed-in') rememberDelete(mediaId, state.user.id);
      },
      remove: forgetDelete,
    },
    onSent(mediaId) {
      removeMediaEverywhere(queryClient, mediaId);
    },
    onFailed(mediaId, thrown) {
      const { code } = parseApiError(thrown);
      // Another tab was quicker, or an answer got lost.
      if (code === 'not-found') removeMediaEverywhere(queryClient, mediaId);
      else
        toasts.show(code === 'network' ? texts.get().owner.notDeletedOffline : texts.get().owner.notDeleted, {
          tone: 'bad',
        });
    },
  });

  const deleteOverdue = (userId: string): void => {
    const state = session.get();
    if (state.status !== 'signed-in' || state.user.id !== userId) return;
    for (const mediaId of overdueDeletes(userId, undoMs + 2000)) void deletes.catchUp(mediaId);
  };

  return {
    hidden: deletes.hidden,
    delete({ id }) {
      const t = texts.get();
      deletes.delete(id);
      void session.freshToken().catch(() => undefined); // so that the request can still go out if the page is closed
      const undo = { label: t.common.undo, run: () => deletes.undo(id) };
      const dismiss = toasts.show(t.owner.deleted, { durationMs: undoMs, action: undo });
      // Also under the pointer, where messages stay: an undo that no longer works is no offer.
      setTimeout(dismiss, undoMs);
    },
    catchUp(userId) {
      deleteOverdue(userId);
      setTimeout(() => {
        deleteOverdue(userId);
      }, undoMs + 3000);
    },
    flush: () => {
      deletes.flush();
    },
  };
}

export const [MediaDeletionContext, useMediaDeletion] = createServiceContext<MediaDeletion>('media deletion');
