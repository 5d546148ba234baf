import { parseMediaEvent, type MediaItem } from '@media-feed/contract';
import { getMedia } from '../lib/media/media-api.ts';
import { apiUrl } from '../lib/api-client/http.ts';
import { session } from '../lib/session/session.ts';
import { openEventStream } from '../lib/live/event-stream.ts';
import { MediaWatch } from '../lib/live/media-watch.ts';
import type { ServerSentEvent } from '../lib/live/sse-parser.ts';
import { uploadEngine } from '../features/uploads/uploads.ts';
import { changeMediaEverywhere, receiveOwnMedia } from '../lib/media/media-cache.ts';
import { isLikeUnderWay } from '../features/likes/likes.ts';
import { queryClient } from './query-client.ts';

/** A page in the background keeps its connection so long, and as long as it has uploads to hear of. */
const hiddenGraceMs = 60_000;

const awaitedIds = (): string[] =>
  uploadEngine.uploads
    .get()
    .flatMap(({ status, mediaId }) => (status === 'checking' && mediaId ? [mediaId] : []));

function receive(item: MediaItem): void {
  uploadEngine.recordInspection(item);
  receiveOwnMedia(queryClient, item);
}

const watch = new MediaWatch({ getMedia, onItem: receive, awaited: awaitedIds });

let lastEventId = '';

function onEvent({ id, name, data }: ServerSentEvent): void {
  lastEventId = id;
  const event = parseMediaEvent(name, data);
  switch (event?.name) {
    case 'media.updated':
      receive(event.data);
      break;
    case 'media.liked': {
      const { mediaId, likesCount } = event.data;
      if (!isLikeUnderWay(mediaId)) {
        changeMediaEverywhere(queryClient, mediaId, (item) => ({ ...item, likesCount }));
      }
      break;
    }
    case 'reset':
      void queryClient.invalidateQueries({ queryKey: ['media'] });
      watch.wake();
      break;
    case undefined:
  }
}

/** Hears of the caller's own media while somebody is signed in and the page is looked at, or is uploading. */
export function startLiveMedia(): void {
  let close: (() => void) | undefined;
  let hiddenTimer: ReturnType<typeof setTimeout> | undefined;
  let openFor: string | undefined;

  const isWanted = (): boolean =>
    session.get().status === 'signed-in' &&
    (document.visibilityState === 'visible' || awaitedIds().length > 0);

  const update = (): void => {
    const state = session.get();
    const userId = state.status === 'signed-in' ? state.user.id : undefined;
    if (close && (userId !== openFor || !isWanted())) {
      close();
      close = undefined;
      watch.setStreamUp(false);
    }
    if (!close && isWanted()) {
      if (userId !== openFor) lastEventId = '';
      openFor = userId;
      close = openEventStream({
        url: `${apiUrl}/media/events`,
        token: session.freshToken,
        lastEventId,
        onEvent,
        onConnected: (isUp) => {
          watch.setStreamUp(isUp);
        },
      });
    }
  };

  session.subscribe(update);
  uploadEngine.uploads.subscribe(() => {
    watch.wake();
  });
  document.addEventListener('visibilitychange', () => {
    clearTimeout(hiddenTimer);
    if (document.visibilityState === 'visible') update();
    else hiddenTimer = setTimeout(update, hiddenGraceMs);
  });
  update();
}
