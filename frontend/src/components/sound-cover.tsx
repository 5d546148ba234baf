import { useMemo } from 'react';
import { seedOf } from '../lib/media/media-kind.ts';
import { barHeights } from '../lib/media/sound-bars.ts';

interface SoundCoverProps {
  /** The waveform: a byte for each moment, in base64; null while it is not known. */
  readonly peaks: string | null;
  /** 0 to 1: how much has been played. */
  readonly progress: number;
  readonly bars: number;
}

/** The waveform of a sound, coloured as far as it has been played. */
export function SoundBars({ peaks, progress, bars }: SoundCoverProps) {
  const heights = useMemo(() => barHeights(peaks, bars), [peaks, bars]);
  return (
    <span aria-hidden="true" data-waveform={peaks !== null} className="flex size-full items-center gap-[2px]">
      {heights.map((height, index) => (
        <span
          key={index}
          className={`flex-1 rounded-full ${index / bars < progress ? 'bg-white' : 'bg-white/40'}`}
          style={{ height: `${String(height)}%` }}
        />
      ))}
    </span>
  );
}

export function soundBackground(id: string): string {
  const hue = 230 + (seedOf(id) % 110);
  return `linear-gradient(160deg, oklch(0.3 0.08 ${String(hue)}), oklch(0.36 0.12 ${String(hue + 40)}))`;
}
