import { Heart } from 'lucide-react';
import type { MediaItem } from '@media-feed/contract';
import { useTexts } from '../lib/text/use-texts.ts';

interface LikeButtonProps {
  readonly item: MediaItem;
  readonly onToggle: (item: MediaItem) => void;
  readonly className?: string;
  readonly iconClass?: string;
}

/** The count is beside the button, so that its name stays one word; pressing the count presses the button. */
export function LikeButton({ item, onToggle, className = '', iconClass = 'size-4' }: LikeButtonProps) {
  const t = useTexts();
  const exact = t.media.likes({ count: item.likesCount });
  return (
    <span
      title={exact}
      className={`relative inline-flex items-center gap-1 tabular-nums ${item.liked ? 'text-like' : ''} ${className}`}
    >
      <button
        type="button"
        aria-label={item.liked ? t.media.unlike : t.media.like}
        aria-pressed={item.liked}
        onClick={() => {
          onToggle(item);
        }}
        className="peer rounded-full before:absolute before:inset-0 before:rounded-full"
      >
        <Heart
          aria-hidden="true"
          className={`${iconClass} transition-transform duration-120 active:scale-125`}
          fill={item.liked ? 'currentColor' : 'none'}
        />
      </button>
      <span aria-hidden="true">{t.format.count(item.likesCount)}</span>
      <span className="sr-only">{exact}</span>
    </span>
  );
}
