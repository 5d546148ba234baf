import { useCallback } from 'react';
import type { MediaItem } from '@media-feed/contract';
import { soundPlayer, togglePlay } from '../sound-player.ts';
import { showToast } from '../../../lib/toasts/toasts.ts';
import { useStore } from '../../../lib/hooks/use-store.ts';

const idle = { isPlaying: false, progress: 0 };

export function useSoundPlayer() {
  const state = useStore(soundPlayer);
  const playbackOf = useCallback((mediaId: string) => (mediaId === state.mediaId ? state : idle), [state]);
  const onTogglePlay = useCallback((item: MediaItem) => {
    if (item.url === null) return;
    togglePlay(item.id, item.url, () => {
      showToast('This sound could not be played. Check your connection and try again.', { tone: 'bad' });
    });
  }, []);
  return { playbackOf, onTogglePlay };
}
