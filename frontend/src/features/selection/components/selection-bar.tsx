import { Archive, Hash, Heart, Trash2, X } from 'lucide-react';
import { useState } from 'react';
import type { MediaItem } from '@media-feed/contract';
import { IconButton } from '../../../components/button.tsx';
import { useHotkeys } from '../../../lib/hooks/use-hotkeys.ts';
import { useStore } from '../../../lib/hooks/use-store.ts';
import { useMediaSelection } from '../../../lib/media/media-selection.ts';
import { useUser } from '../../../lib/session/session-context.ts';
import { useTexts } from '../../../lib/text/use-texts.ts';
import { useLikeMany } from '../api/batch.ts';
import { useZipOriginals } from '../api/zip-originals.ts';
import { TagDialog } from './tag-dialog.tsx';

interface SelectionBarProps {
  /** Deletes what is the visitor's own, and offers to undo it. */
  readonly onDelete: (...items: readonly MediaItem[]) => void;
}

/** How much is picked, and what can be done with all of it: what is only for owners where all of it is one's own. */
export function SelectionBar({ onDelete }: SelectionBarProps) {
  const t = useTexts().selection;
  const selection = useMediaSelection();
  const items = [...useStore(selection.items).values()];
  const user = useUser();
  const [isTagging, setIsTagging] = useState(false);
  const like = useLikeMany();
  const { zip, packed } = useZipOriginals();
  useHotkeys({ escape: selection.clear });

  const areOwn = items.every(({ uploader }) => uploader.id === user?.id);
  const arePublished = items.every(({ status }) => status === 'READY');
  const areLiked = items.every(({ liked }) => liked);
  const withOriginal = items.filter(({ hasOriginal }) => hasOriginal);
  const count = items.length;
  return (
    <section
      aria-label={t.selection}
      className="fixed inset-x-0 top-0 z-45 flex h-[var(--bar-height)] animate-fade items-center gap-1 border-b border-line bg-canvas px-3"
    >
      <IconButton label={t.clear} onClick={selection.clear}>
        <X aria-hidden="true" className="size-5" />
      </IconButton>
      <p role="status" className="grow truncate font-semibold tabular-nums">
        {packed === null ? t.selected({ count }) : t.packing({ packed, count: withOriginal.length })}
      </p>
      {arePublished && (
        <IconButton
          label={areLiked ? t.unlike : t.like}
          onClick={() => {
            like(items, !areLiked);
            selection.clear();
          }}
        >
          <Heart aria-hidden="true" className="size-5" fill={areLiked ? 'currentColor' : 'none'} />
        </IconButton>
      )}
      {areOwn && (
        <IconButton
          label={t.tag}
          onClick={() => {
            setIsTagging(true);
          }}
        >
          <Hash aria-hidden="true" className="size-5" />
        </IconButton>
      )}
      {areOwn && withOriginal.length > 0 && (
        <IconButton
          label={t.zip({ count: withOriginal.length })}
          disabled={packed !== null}
          onClick={() => void zip(withOriginal)}
        >
          <Archive aria-hidden="true" className="size-5" />
        </IconButton>
      )}
      {areOwn && (
        <IconButton
          label={t.delete}
          onClick={() => {
            onDelete(...items);
            selection.clear();
          }}
        >
          <Trash2 aria-hidden="true" className="size-5" />
        </IconButton>
      )}
      {isTagging && (
        <TagDialog
          items={items}
          onDone={selection.clear}
          onClose={() => {
            setIsTagging(false);
          }}
        />
      )}
    </section>
  );
}
