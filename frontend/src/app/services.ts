import type { QueryClient } from '@tanstack/react-query';
import type { Client } from '@media-feed/contract';
import {
  createUploader,
  uploadApiOf,
  type ReadableStore,
  type Store,
  type Uploader,
} from '@media-feed/uploader';
import { createThemeStore, type Theme } from '../features/account/theme.ts';
import { createSoundPlayer, type SoundPlayer } from '../features/feed/sound-player.ts';
import { Likes } from '../features/likes/likes.ts';
import { createMediaDeletion, type MediaDeletion } from '../features/owner-actions/media-deletion.ts';
import { createApiClient } from '../lib/api-client/create-api-client.ts';
import { createAuthenticationClient } from '../lib/api-client/create-authentication-client.ts';
import { receiveChangedTexts } from '../lib/media/media-cache.ts';
import { createMediaSelection, type MediaSelection } from '../lib/media/media-selection.ts';
import { createClock } from '../lib/clock.ts';
import { browserSession } from '../lib/session/browser-session.ts';
import { createSessionStore, type SessionStore } from '../lib/session/session-store.ts';
import { createSignInIntent, type SignInIntent } from '../lib/session/sign-in-intent.ts';
import { createTextStore, type StartableTextStore } from '../lib/text/text-store.ts';
import { createToasts, type Toasts } from '../lib/toasts.ts';
import { createQueryClient } from './query-client.ts';

/** All that lives as long as the page. */
export interface Services {
  readonly apiUrl: string;
  readonly authenticationApi: Client;
  readonly session: SessionStore;
  readonly api: Client;
  readonly queryClient: QueryClient;
  readonly toasts: Toasts;
  readonly texts: StartableTextStore;
  readonly signInIntent: SignInIntent;
  readonly uploader: Uploader;
  readonly likes: Likes;
  readonly mediaDeletion: MediaDeletion;
  readonly mediaSelection: MediaSelection;
  readonly soundPlayer: SoundPlayer;
  readonly theme: Store<Theme>;
  readonly clock: ReadableStore<number>;
}

/** The composition root: the one place where services are made and given to each other. Nothing begins yet. */
export function createServices(apiUrl: string): Services {
  const authenticationApi = createAuthenticationClient(apiUrl);
  const session = createSessionStore(browserSession(authenticationApi));
  const api = createApiClient(apiUrl, session);
  const queryClient = createQueryClient();
  const toasts = createToasts();
  const texts = createTextStore();
  const uploadApi = uploadApiOf(api);
  return {
    apiUrl,
    authenticationApi,
    session,
    api,
    queryClient,
    toasts,
    texts,
    signInIntent: createSignInIntent(),
    uploader: createUploader({
      ...uploadApi,
      async changeMedia(mediaId, body) {
        const item = await uploadApi.changeMedia(mediaId, body);
        receiveChangedTexts(queryClient, item);
        return item;
      },
    }),
    likes: new Likes({ api, queryClient, toasts, texts }),
    mediaDeletion: createMediaDeletion({ api, apiUrl, session, queryClient, toasts, texts }),
    mediaSelection: createMediaSelection(),
    soundPlayer: createSoundPlayer(),
    theme: createThemeStore(),
    clock: createClock(),
  };
}
