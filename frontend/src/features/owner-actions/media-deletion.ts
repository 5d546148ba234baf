import type { QueryClient } from '@tanstack/react-query';
import { limits, parseApiError, type Client, type MediaItem } from '@media-feed/contract';
import type { ReadableStore } from '@media-feed/uploader';
import { batchMediaOptions } from '../../lib/media/api/batch-media.ts';
import { removeMediaEverywhere } from '../../lib/media/media-cache.ts';
import { runMutation } from '../../lib/run-mutation.ts';
import { createServiceContext } from '../../lib/service-context.ts';
import type { SessionStore } from '../../lib/session/session-store.ts';
import type { TextStore } from '../../lib/text/text-store.ts';
import type { Toasts } from '../../lib/toasts.ts';
import { deleteMediaKeepalive, deleteMediaOptions } from './api/delete-media.ts';
import { forgetDeletes, overdueDeletes, rememberDeletes } from './undoable-deletes-journal.ts';
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
  readonly delete: (...items: readonly MediaItem[]) => void;
  /** Finishes what an earlier page was asked for: now, and once more when a page that was just closed is done. */
  readonly catchUp: (userId: string) => void;
  /** The page is being closed: nothing can be undone any longer. */
  readonly flush: () => void;
}

const undoMs = 10_000;

export function createMediaDeletion(options: MediaDeletionOptions): MediaDeletion {
  const { api, apiUrl, session, queryClient, toasts, texts } = options;

  /** That there is no such item is what was wanted: another tab was quicker, or an answer got lost. */
  const send = async (mediaIds: readonly string[]): Promise<readonly string[]> => {
    const [only, second] = mediaIds;
    if (only === undefined) return [];
    if (second === undefined) {
      await runMutation(queryClient, deleteMediaOptions(api), only).catch((error: unknown) => {
        if (parseApiError(error).code !== 'not-found') throw error;
      });
      return mediaIds;
    }
    const batch = { action: 'delete', mediaIds } as const;
    const refused = await runMutation(queryClient, batchMediaOptions(api), batch);
    return mediaIds.filter((id) => (refused.get(id) ?? 'not-found') === 'not-found');
  };

  const deletes = new UndoableDeletes({
    undoMs,
    send,
    sendKeepalive(mediaIds) {
      const state = session.get();
      if (state.status !== 'signed-in') return;
      for (let start = 0; start < mediaIds.length; start += limits.maxBatchItems) {
        const some = mediaIds.slice(start, start + limits.maxBatchItems);
        deleteMediaKeepalive(apiUrl, state.accessToken, some);
      }
    },
    journal: {
      add(mediaIds) {
        const state = session.get();
        if (state.status === 'signed-in') rememberDeletes(mediaIds, state.user.id);
      },
      remove: forgetDeletes,
    },
    onSent(mediaIds) {
      for (const id of mediaIds) removeMediaEverywhere(queryClient, id);
    },
    onFailed(_mediaIds, thrown) {
      const { notDeletedOffline, notDeleted } = texts.get().owner;
      const isOffline = thrown !== undefined && parseApiError(thrown).code === 'network';
      toasts.show(isOffline ? notDeletedOffline : notDeleted, { tone: 'bad' });
    },
  });

  const deleteOverdue = (userId: string): void => {
    const state = session.get();
    if (state.status !== 'signed-in' || state.user.id !== userId) return;
    const overdue = overdueDeletes(userId, undoMs + 2000);
    if (overdue.length > 0) void deletes.catchUp(overdue);
  };

  return {
    hidden: deletes.hidden,
    delete(...items) {
      const t = texts.get();
      const takeBack = deletes.delete(items.map(({ id }) => id));
      void session.freshToken().catch(() => undefined); // so that the request can still go out if the page is closed
      const undo = { label: t.common.undo, run: takeBack };
      const dismiss = toasts.show(t.owner.deleted({ count: items.length }), {
        durationMs: undoMs,
        action: undo,
      });
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
