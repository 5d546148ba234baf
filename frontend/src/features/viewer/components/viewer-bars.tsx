import { useQueryClient } from '@tanstack/react-query';
import { Expand, Link2, PencilLine, Trash2, X } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import type { MediaItem } from '@media-feed/contract';
import { Avatar } from '../../../components/avatar.tsx';
import { IconButton } from '../../../components/button.tsx';
import { DescriptionDialog } from '../../owner-actions/components/description-dialog.tsx';
import { LikeButton } from '../../../components/like-button.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { deleteWithUndo } from '../../owner-actions/delete-with-undo.ts';
import { useChangeDescription } from '../../owner-actions/api/change-description.ts';
import { useNow } from '../../../lib/hooks/use-now.ts';
import { useUser } from '../../../lib/session/use-session.ts';
import { formatDuration } from '../../../lib/format/format.ts';
import { nameOf } from '../../../lib/media/media-kind.ts';
import { shareLink } from '../share.ts';
import { showToast } from '../../../lib/toasts/toasts.ts';

interface ViewerHeaderProps {
  readonly item: MediaItem | undefined;
  readonly onClose: () => void;
  readonly onFullscreen: () => void;
}

const iconClass = 'size-5';

export function ViewerHeader({ item, onClose, onFullscreen }: ViewerHeaderProps) {
  const nowMs = useNow();
  const user = useUser();
  return (
    <header className="flex items-center gap-1 px-4 phone:px-2">
      {item && (
        <div className="flex min-w-0 grow items-center gap-3">
          <Avatar user={item.uploader} />
          <div className="min-w-0 leading-tight">
            <Link
              to={`/u/${item.uploader.id}`}
              className="block truncate rounded-small font-semibold hover:underline"
            >
              {item.uploader.name}
            </Link>
            <span className="text-12 text-muted">
              <RelativeTime at={item.publishedAt ?? item.createdAt} nowMs={nowMs} />
            </span>
          </div>
        </div>
      )}
      {!item && <span className="grow" />}
      {item && item.uploader.id === user?.id && <OwnerActions item={item} onDeleted={onClose} />}
      {item && (
        <IconButton label="Share" onClick={() => void share(item)}>
          <Link2 aria-hidden="true" className={iconClass} />
        </IconButton>
      )}
      <IconButton label="Full screen" onClick={onFullscreen} className="phone:hidden">
        <Expand aria-hidden="true" className={iconClass} />
      </IconButton>
      <IconButton label="Close" onClick={onClose}>
        <X aria-hidden="true" className={iconClass} />
      </IconButton>
    </header>
  );
}

async function share(item: MediaItem): Promise<void> {
  const url = new URL(`/m/${item.id}`, location.href).href;
  const outcome = await shareLink(url, nameOf(item));
  if (outcome === 'copied') showToast('Link copied.');
  if (outcome === 'failed') showToast(`The link could not be copied. It is ${url}`);
}

function OwnerActions({ item, onDeleted }: { readonly item: MediaItem; readonly onDeleted: () => void }) {
  const queryClient = useQueryClient();
  const [isEditing, setIsEditing] = useState(false);
  const change = useChangeDescription(item.id, () => {
    setIsEditing(false);
  });
  return (
    <>
      <IconButton
        label="Edit description"
        onClick={() => {
          setIsEditing(true);
        }}
      >
        <PencilLine aria-hidden="true" className={iconClass} />
      </IconButton>
      <IconButton
        label="Delete"
        onClick={() => {
          onDeleted();
          deleteWithUndo(queryClient, item);
        }}
      >
        <Trash2 aria-hidden="true" className={iconClass} />
      </IconButton>
      {isEditing && (
        <DescriptionDialog
          initial={item.altText ?? ''}
          isSaving={change.isPending}
          onSave={change.mutate}
          onClose={() => {
            setIsEditing(false);
          }}
        />
      )}
    </>
  );
}

interface ViewerFooterProps {
  readonly item: MediaItem | undefined;
  readonly onToggleLike: () => void;
  readonly hasKeys: boolean;
}

export function ViewerFooter({ item, onToggleLike, hasKeys }: ViewerFooterProps) {
  return (
    <footer className="flex min-h-16 items-center gap-4 px-4 pb-[env(safe-area-inset-bottom)]">
      {item && (
        <>
          <LikeButton
            item={item}
            onToggle={onToggleLike}
            iconClass="size-6"
            className="-ml-2 rounded-full p-2 text-16 hover:bg-hover"
          />
          <p className="max-h-24 min-w-0 grow overflow-y-auto py-2 text-muted">
            {[item.altText, factsOf(item)].filter(Boolean).join(' · ')}
          </p>
        </>
      )}
      <p aria-hidden="true" className="shrink-0 text-12 text-muted touch:hidden phone:hidden">
        {hasKeys ? '← → move · L like · F full screen · Esc close' : 'L like · F full screen'}
      </p>
    </footer>
  );
}

function factsOf(item: MediaItem): string {
  if (item.type === 'IMAGE' && item.width && item.height)
    return `${String(item.width)} × ${String(item.height)}`;
  return item.durationSeconds === null ? '' : formatDuration(item.durationSeconds);
}
