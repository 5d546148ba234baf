import { Play } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { MediaItem } from '@media-feed/contract';
import { formatDuration } from '../../../lib/format/formats.ts';
import { useTexts } from '../../../lib/text/use-texts.ts';
import { ThumbhashCanvas } from '../../../components/thumbhash-canvas.tsx';
import { TileImage } from './tile-image.tsx';

/** Where the first frame is looked for while there is no poster: the very first is black in many films. */
const firstFrameSeconds = 0.1;

interface TileVideoProps {
  readonly item: MediaItem;
  readonly width: number;
  /** Among the first on the page: its poster is fetched before the rest. */
  readonly isEager: boolean;
}

/** Its poster, else the first frame, and a silent preview while the pointer rests on it. Loads nothing while far from view. */
export function TileVideo({ item, width, isEager }: TileVideoProps) {
  const t = useTexts();
  const frame = useRef<HTMLDivElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const [isNear, setIsNear] = useState(false);
  const [isShown, setIsShown] = useState(false);
  const hasPoster = item.thumbnailUrl !== null;

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
      video.current.currentTime = firstFrameSeconds;
      if (hasPoster) setIsShown(false);
    };
    tile.addEventListener('pointerenter', play, { signal: listening.signal });
    tile.addEventListener('pointerleave', rewind, { signal: listening.signal });
    return () => {
      listening.abort();
    };
  }, [isNear, hasPoster]);

  return (
    <div ref={frame} className="absolute inset-0">
      {hasPoster ? (
        <TileImage item={item} width={width} isEager={isEager} preview={undefined} />
      ) : (
        item.placeholder && <ThumbhashCanvas hash={item.placeholder} />
      )}
      {isNear && item.url && (
        <video
          ref={video}
          src={hasPoster ? item.url : `${item.url}#t=${String(firstFrameSeconds)}`}
          muted
          loop
          playsInline
          // The poster is there already: no byte of the video before somebody rests on it.
          preload={hasPoster ? 'none' : 'metadata'}
          tabIndex={-1}
          aria-hidden="true"
          onLoadedData={() => {
            if (!hasPoster) setIsShown(true);
          }}
          onPlaying={() => {
            setIsShown(true);
          }}
          className={`absolute inset-0 size-full object-cover transition-opacity duration-200 ${isShown ? '' : 'opacity-0'}`}
        />
      )}
      <span className="absolute top-2 right-2 inline-flex items-center gap-1 rounded-full bg-black/65 px-2 py-0.5 text-12 text-white tabular-nums">
        <Play aria-hidden="true" className="size-3" fill="currentColor" />
        {item.durationSeconds === null ? t.media.kinds.VIDEO.one : formatDuration(item.durationSeconds)}
      </span>
    </div>
  );
}
