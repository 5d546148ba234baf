import { useCallback } from 'react';
import type { MediaItem } from '@media-feed/contract';
import { useStore } from '../../../lib/hooks/use-store.ts';
import { useTexts } from '../../../lib/text/use-texts.ts';
import { useToasts } from '../../../lib/toasts.ts';
import { useSoundPlayer } from '../sound-player.ts';

const idle = { isPlaying: false, progress: 0 };

/** What each tile plays, and how to start and pause it. */
export function usePlayback() {
  const player = useSoundPlayer();
  const toasts = useToasts();
  const t = useTexts();
  const state = useStore(player.state);
  const playbackOf = useCallback((mediaId: string) => (mediaId === state.mediaId ? state : idle), [state]);
  const onTogglePlay = useCallback(
    (item: MediaItem) => {
      if (item.url === null) return;
      player.toggle(item.id, item.url, () => {
        toasts.show(t.media.soundFailed, { tone: 'bad' });
      });
    },
    [player, toasts, t],
  );
  return { playbackOf, onTogglePlay };
}
