import { mediaKeys } from '../lib/media/media-list.ts';
import type { SessionState } from '../lib/session/session-store.ts';
import type { Services } from './services.ts';

const userIdOf = (state: SessionState): string | undefined =>
  state.status === 'signed-in' ? state.user.id : undefined;

/** What follows from somebody signing in or out, here or in another tab. */
export function startSessionEffects(services: Services): void {
  const { session, queryClient, uploader, mediaDeletion } = services;
  let lastUserId: string | undefined;
  session.subscribe(() => {
    const state = session.get();
    const userId = userIdOf(state);
    if (userId === lastUserId) return;
    const somebodyWasHere = lastUserId !== undefined;
    const someoneElse = somebodyWasHere && userId !== undefined;
    const left = somebodyWasHere && state.status === 'signed-out' && !state.expired;
    lastUserId = userId;
    // Files of somebody whose session ended wait for them; those of somebody who left are forgotten.
    if (someoneElse || left) {
      uploader.persistence.leave();
      uploader.engine.forgetAll();
    }
    uploader.engine.setSignedIn(userId !== undefined);
    uploader.persistence.setUser(userId);
    // What the API told one person, the next one on this device must not see, not even until it is read anew.
    if (somebodyWasHere) void queryClient.resetQueries();
    else void queryClient.invalidateQueries({ queryKey: mediaKeys.all });
    if (userId === undefined) return;
    doWhatWasWanted(services);
    mediaDeletion.catchUp(userId);
  });
}

function doWhatWasWanted({ signInIntent, likes }: Services): void {
  const wanted = signInIntent.get();
  signInIntent.set(null);
  if (wanted) void likes.set(wanted.likeMediaId, true);
}
