import { useMemo } from 'react';
import { seedOf } from '../lib/media/media-kind.ts';

interface SoundCoverProps {
  readonly id: string;
  /** 0 to 1: how much has been played. */
  readonly progress: number;
  readonly bars: number;
}

/** A cover for what has none: bars of its own, coloured as far as it has been played. */
export function SoundBars({ id, progress, bars }: SoundCoverProps) {
  const heights = useMemo(() => barHeights(id, bars), [id, bars]);
  return (
    <span aria-hidden="true" className="flex size-full items-center gap-[2px]">
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

function barHeights(id: string, bars: number): number[] {
  let state = seedOf(id) || 1;
  return Array.from({ length: bars }, (_, index) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const swell = 0.55 + 0.45 * Math.sin((index / bars) * Math.PI * 3 + (state % 7) / 7);
    return 14 + Math.round((state / 2 ** 32) * 86 * swell);
  });
}
