import { session } from '../lib/session/session.ts';
import type { SessionState } from '../lib/session/session-store.ts';
import { intent } from '../lib/session/sign-in-intent.ts';
import { uploadEngine, uploadPersistence } from '../features/uploads/uploads.ts';
import { catchUpDeletes } from '../features/owner-actions/delete-with-undo.ts';
import { setLike } from '../features/likes/likes.ts';
import { queryClient } from './query-client.ts';

const userIdOf = (state: SessionState): string | undefined =>
  state.status === 'signed-in' ? state.user.id : undefined;

/** What follows from somebody signing in or out, here or in another tab. */
export function startSessionEffects(): void {
  let lastUserId: string | undefined;
  session.subscribe(() => {
    const state = session.get();
    const userId = userIdOf(state);
    if (userId === lastUserId) return;
    const someoneElse = lastUserId !== undefined && userId !== undefined;
    const left = lastUserId !== undefined && state.status === 'signed-out' && !state.expired;
    lastUserId = userId;
    // Files of somebody whose session ended wait for them; those of somebody who left are forgotten.
    if (someoneElse || left) {
      uploadPersistence.leave();
      uploadEngine.forgetAll();
    }
    uploadEngine.setSignedIn(userId !== undefined);
    uploadPersistence.setUser(userId);
    if (userId === undefined || someoneElse) queryClient.removeQueries({ queryKey: ['user', 'me'] });
    void queryClient.invalidateQueries({ queryKey: ['media'] });
    if (userId === undefined) return;
    doWhatWasWanted();
    catchUpDeletes(queryClient, userId);
  });
}

function doWhatWasWanted(): void {
  const wanted = intent.get();
  intent.set(null);
  if (wanted) void setLike(queryClient, wanted.likeMediaId, true);
}
