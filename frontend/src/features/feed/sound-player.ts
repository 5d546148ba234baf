import { createStore, type ReadableStore } from '@media-feed/uploader';
import { createServiceContext } from '../../lib/service-context.ts';

interface SoundPlayerState {
  readonly mediaId: string | null;
  readonly isPlaying: boolean;
  /** 0 to 1. */
  readonly progress: number;
}

/** Plays the tiles' sound: one at a time. */
export interface SoundPlayer {
  readonly state: ReadableStore<SoundPlayerState>;
  /** Starts, pauses or resumes. `onFailed` is called when the browser cannot play it. */
  readonly toggle: (mediaId: string, url: string, onFailed: () => void) => void;
  readonly stop: () => void;
}

const silent: SoundPlayerState = { mediaId: null, isPlaying: false, progress: 0 };

export function createSoundPlayer(): SoundPlayer {
  const store = createStore<SoundPlayerState>(silent);
  let audio: HTMLAudioElement | undefined;

  const stop = (): void => {
    if (store.get().mediaId === null) return;
    audio?.pause();
    store.set(silent);
  };

  const newAudio = (): HTMLAudioElement => {
    const element = new Audio();
    const update = (): void => {
      const { mediaId } = store.get();
      const progress = element.duration > 0 ? element.currentTime / element.duration : 0;
      store.set({ mediaId, isPlaying: !element.paused, progress });
    };
    for (const event of ['play', 'pause', 'timeupdate']) element.addEventListener(event, update);
    element.addEventListener('ended', stop);
    return element;
  };

  return {
    state: store,
    stop,
    toggle(mediaId, url, onFailed) {
      const element = (audio ??= newAudio());
      const state = store.get();
      if (state.mediaId !== mediaId) {
        element.src = url;
        store.set({ mediaId, isPlaying: false, progress: 0 });
      } else if (state.isPlaying) {
        element.pause();
        return;
      }
      element.play().catch((error: unknown) => {
        if (error instanceof DOMException && error.name === 'AbortError') return; // another one was started
        stop();
        onFailed();
      });
    },
  };
}

export const [SoundPlayerContext, useSoundPlayer] = createServiceContext<SoundPlayer>('sound player');
