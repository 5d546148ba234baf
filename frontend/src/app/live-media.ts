import { parseMediaEvent, type MediaItem } from '@media-feed/contract';
import { openEventStream } from '../lib/live/event-stream.ts';
import { MediaWatch } from '../lib/live/media-watch.ts';
import type { ServerSentEvent } from '../lib/live/sse-parser.ts';
import { getMedia } from '../lib/media/api/get-media.ts';
import { changeMediaEverywhere, receiveOwnMedia } from '../lib/media/media-cache.ts';
import { mediaKeys } from '../lib/media/media-list.ts';
import type { Services } from './services.ts';

/** A page in the background keeps its connection so long, and as long as uploads await their inspection. */
const hiddenGraceMs = 60_000;

/** Ids of the uploads whose inspection is awaited. */
const awaitedIds = ({ uploader }: Services): string[] =>
  uploader.engine.uploads
    .get()
    .flatMap(({ status, mediaId }) => (status === 'checking' && mediaId ? [mediaId] : []));

/** Receives the caller's own media while somebody is signed in and the page is looked at, or is uploading. */
export function startLiveMedia(services: Services): void {
  const { session, uploader } = services;
  const watch = new MediaWatch({
    getMedia: (mediaId) => getMedia(services.api, mediaId),
    onItem: (item) => {
      receive(services, item);
    },
    awaited: () => awaitedIds(services),
  });
  let lastEventId = '';
  let close: (() => void) | undefined;
  let hiddenTimer: ReturnType<typeof setTimeout> | undefined;
  let openFor: string | undefined;

  const isWanted = (): boolean =>
    session.get().status === 'signed-in' &&
    (document.visibilityState === 'visible' || awaitedIds(services).length > 0);

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
        url: `${services.apiUrl}/media/events`,
        token: session.freshToken,
        lastEventId,
        onEvent: (event) => {
          lastEventId = event.id;
          apply(services, watch, event);
        },
        onConnected: (isUp) => {
          watch.setStreamUp(isUp);
        },
      });
    }
  };

  session.subscribe(update);
  uploader.engine.uploads.subscribe(() => {
    watch.wake();
  });
  document.addEventListener('visibilitychange', () => {
    clearTimeout(hiddenTimer);
    if (document.visibilityState === 'visible') update();
    else hiddenTimer = setTimeout(update, hiddenGraceMs);
  });
  update();
}

function receive({ uploader, queryClient }: Services, item: MediaItem): void {
  uploader.engine.recordInspection(item);
  receiveOwnMedia(queryClient, item);
}

function apply(services: Services, watch: MediaWatch, { name, data }: ServerSentEvent): void {
  const { queryClient, likes } = services;
  const event = parseMediaEvent(name, data);
  switch (event?.name) {
    case 'media.updated':
      receive(services, event.data);
      break;
    case 'media.liked': {
      const { mediaId, likesCount } = event.data;
      if (!likes.isUnderWay(mediaId)) {
        changeMediaEverywhere(queryClient, mediaId, (item) => ({ ...item, likesCount }));
      }
      break;
    }
    case 'reset':
      void queryClient.invalidateQueries({ queryKey: mediaKeys.all });
      watch.wake();
      break;
    case undefined:
  }
}
