import { Play } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { MediaItem } from '@media-feed/contract';
import { formatDuration } from '../../../lib/format/formats.ts';
import { useTexts } from '../../../lib/text/use-texts.ts';
import { ThumbhashCanvas } from '../../../components/thumbhash-canvas.tsx';

/** The first frame, and a silent preview while the pointer rests on it. Loads nothing while far from view. */
export function TileVideo({ item }: { readonly item: MediaItem }) {
  const t = useTexts();
  const frame = useRef<HTMLDivElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const [isNear, setIsNear] = useState(false);
  const [isShown, setIsShown] = useState(false);

  useEffect(() => {
    if (!frame.current || isNear) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) setIsNear(true);
      },
      { rootMargin: '300px' },
    );
    observer.observe(frame.current);
    return () => {
      observer.disconnect();
    };
  }, [isNear]);

  useEffect(() => {
    const tile = frame.current?.closest('article');
    if (!tile || !isNear || matchMedia('(prefers-reduced-motion: reduce), (hover: none)').matches) return;
    const listening = new AbortController();
    const play = (): void => {
      video.current?.play().catch(() => undefined); // the pointer left before it could start
    };
    const rewind = (): void => {
      if (!video.current) return;
      video.current.pause();
      video.current.currentTime = 0.1;
    };
    tile.addEventListener('pointerenter', play, { signal: listening.signal });
    tile.addEventListener('pointerleave', rewind, { signal: listening.signal });
    return () => {
      listening.abort();
    };
  }, [isNear]);

  return (
    <div ref={frame} className="absolute inset-0">
      {item.placeholder && <ThumbhashCanvas hash={item.placeholder} />}
      {isNear && item.url && (
        <video
          ref={video}
          src={`${item.url}#t=0.1`}
          {...(item.thumbnailUrl && { poster: item.thumbnailUrl })}
          muted
          loop
          playsInline
          preload="metadata"
          tabIndex={-1}
          aria-hidden="true"
          onLoadedData={() => {
            setIsShown(true);
          }}
          className={`absolute inset-0 size-full object-cover transition-opacity duration-200 ${isShown || item.thumbnailUrl ? '' : 'opacity-0'}`}
        />
      )}
      <span className="absolute top-2 right-2 inline-flex items-center gap-1 rounded-full bg-black/65 px-2 py-0.5 text-12 text-white tabular-nums">
        <Play aria-hidden="true" className="size-3" fill="currentColor" />
        {item.durationSeconds === null ? t.media.kinds.VIDEO.one : formatDuration(item.durationSeconds)}
      </span>
    </div>
  );
}
