import { Pause, Play } from 'lucide-react';
import type { MediaItem } from '@media-feed/contract';
import { formatDuration } from '../../../lib/format/formats.ts';
import { useTexts } from '../../../lib/text/use-texts.ts';
import { ChosenText } from '../../../components/chosen-text.tsx';
import { SoundBars, soundBackground } from '../../../components/sound-cover.tsx';

/** On a narrower tile the length would lie under the heart. */
const minDurationWidth = 150;

export interface SoundPlayback {
  readonly isPlaying: boolean;
  readonly progress: number;
}

interface TileSoundProps {
  readonly item: MediaItem;
  readonly width: number;
  readonly playback: SoundPlayback;
  readonly onTogglePlay: (item: MediaItem) => void;
}

export function TileSound({ item, width, playback, onTogglePlay }: TileSoundProps) {
  const t = useTexts().media;
  const Icon = playback.isPlaying ? Pause : Play;
  const title = item.altText ?? item.fileName ?? t.kinds.AUDIO.one;
  return (
    <div
      className="absolute inset-0 flex flex-col justify-between p-3 text-white"
      style={{ background: soundBackground(item.id) }}
    >
      {item.thumbnailUrl && (
        <img
          src={item.thumbnailUrl}
          alt=""
          loading="lazy"
          className="absolute inset-0 size-full object-cover opacity-45"
        />
      )}
      <p className="relative line-clamp-2 text-14 font-semibold break-words">
        <ChosenText>{title}</ChosenText>
      </p>
      <div className="relative h-2/5">
        <SoundBars
          peaks={item.peaks}
          progress={playback.progress}
          bars={Math.max(12, Math.floor((width - 24) / 8))}
        />
      </div>
      <div className="relative flex h-7 items-center gap-2 text-12 tabular-nums">
        <button
          type="button"
          aria-label={playback.isPlaying ? t.pause : t.play}
          onClick={() => {
            onTogglePlay(item);
          }}
          className="relative z-20 grid size-8 place-items-center rounded-full bg-white text-night transition-transform duration-120 hover:scale-105"
        >
          <Icon aria-hidden="true" className="size-4" fill="currentColor" />
        </button>
        {item.durationSeconds !== null && width >= minDurationWidth && formatDuration(item.durationSeconds)}
      </div>
    </div>
  );
}
