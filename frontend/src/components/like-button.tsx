import { Heart } from 'lucide-react';
import type { MediaItem } from '@media-feed/contract';
import { formatCount } from '../lib/format/format.ts';

interface LikeButtonProps {
  readonly item: MediaItem;
  readonly onToggle: (item: MediaItem) => void;
  readonly className?: string;
  readonly iconClass?: string;
}

export function LikeButton({ item, onToggle, className = '', iconClass = 'size-4' }: LikeButtonProps) {
  return (
    <button
      type="button"
      aria-label={item.liked ? 'Unlike' : 'Like'}
      aria-pressed={item.liked}
      title={`${item.likesCount.toLocaleString()} ${item.likesCount === 1 ? 'like' : 'likes'}`}
      onClick={() => {
        onToggle(item);
      }}
      className={`inline-flex items-center gap-1 tabular-nums ${item.liked ? 'text-like' : ''} ${className}`}
    >
      <Heart
        aria-hidden="true"
        className={`${iconClass} transition-transform duration-120 active:scale-125`}
        fill={item.liked ? 'currentColor' : 'none'}
      />
      <span>{formatCount(item.likesCount)}</span>
    </button>
  );
}
