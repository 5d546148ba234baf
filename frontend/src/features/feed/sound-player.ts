import { createStore, type ReadableStore } from '@media-feed/uploader';

export interface SoundPlayerState {
  readonly mediaId: string | null;
  readonly isPlaying: boolean;
  /** 0 to 1. */
  readonly progress: number;
}

const silent: SoundPlayerState = { mediaId: null, isPlaying: false, progress: 0 };
const store = createStore<SoundPlayerState>(silent);
let audio: HTMLAudioElement | undefined;

/** What is playing among the tiles: one sound at a time. */
export const soundPlayer: ReadableStore<SoundPlayerState> = store;

/** Starts, pauses or goes on. `onFailed` is told when the browser cannot play it. */
export function togglePlay(mediaId: string, url: string, onFailed: () => void): void {
  const player = (audio ??= newPlayer());
  const state = store.get();
  if (state.mediaId !== mediaId) {
    player.src = url;
    store.set({ mediaId, isPlaying: false, progress: 0 });
  } else if (state.isPlaying) {
    player.pause();
    return;
  }
  player.play().catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') return; // another one was started
    stopSound();
    onFailed();
  });
}

export function stopSound(): void {
  if (store.get().mediaId === null) return;
  audio?.pause();
  store.set(silent);
}

function newPlayer(): HTMLAudioElement {
  const player = new Audio();
  const update = (): void => {
    const { mediaId } = store.get();
    const progress = player.duration > 0 ? player.currentTime / player.duration : 0;
    store.set({ mediaId, isPlaying: !player.paused, progress });
  };
  for (const event of ['play', 'pause', 'timeupdate']) player.addEventListener(event, update);
  player.addEventListener('ended', stopSound);
  return player;
}
