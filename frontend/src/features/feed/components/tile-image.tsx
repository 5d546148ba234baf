import { useState } from 'react';
import type { MediaItem } from '@media-feed/contract';
import { srcSetOf } from '../../../lib/media/media-kind.ts';
import { BitmapCanvas } from '../../../components/bitmap-canvas.tsx';
import { ThumbhashCanvas } from '../../../components/thumbhash-canvas.tsx';

interface TileImageProps {
  readonly item: MediaItem;
  readonly width: number;
  /** Among the first on the page: fetched before the rest. */
  readonly isEager: boolean;
  /** The picture itself, while it is still in hand from its upload. */
  readonly preview: ImageBitmap | undefined;
}

export function TileImage({ item, width, isEager, preview }: TileImageProps) {
  const [isShown, setIsShown] = useState(false);
  const src = item.thumbnailUrl ?? item.url;
  return (
    <>
      {preview ? (
        <BitmapCanvas bitmap={preview} />
      ) : (
        item.placeholder && <ThumbhashCanvas hash={item.placeholder} />
      )}
      {src && (
        <img
          ref={(image) => {
            if (image?.complete && image.naturalWidth > 0) setIsShown(true);
          }}
          src={src}
          srcSet={srcSetOf(item)}
          sizes={`${String(Math.ceil(width))}px`}
          alt=""
          loading={isEager ? 'eager' : 'lazy'}
          fetchPriority={isEager ? 'high' : 'auto'}
          decoding="async"
          draggable={false}
          onLoad={() => {
            setIsShown(true);
          }}
          className={`absolute inset-0 size-full object-cover transition-opacity duration-200 ${isShown ? '' : 'opacity-0'}`}
        />
      )}
    </>
  );
}
