import { Expand, Link2, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { MediaItem } from '@media-feed/contract';
import { Avatar } from '../../../components/avatar.tsx';
import { CaptionText } from '../../../components/caption-text.tsx';
import { ChosenText } from '../../../components/chosen-text.tsx';
import { IconButton } from '../../../components/button.tsx';
import { LikeButton } from '../../../components/like-button.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { useNow } from '../../../lib/clock.ts';
import { formatDuration } from '../../../lib/format/formats.ts';
import type { Texts } from '../../../lib/text/texts.ts';
import { useTexts } from '../../../lib/text/use-texts.ts';
import { nameOf } from '../../../lib/media/media-kind.ts';
import { useToasts, type Toasts } from '../../../lib/toasts.ts';
import { shareLink } from '../share.ts';

interface ViewerHeaderProps {
  readonly item: MediaItem | undefined;
  readonly actions: ReactNode;
  readonly onClose: () => void;
  readonly onFullscreen: () => void;
}

const iconClass = 'size-5';

export function ViewerHeader({ item, actions, onClose, onFullscreen }: ViewerHeaderProps) {
  const t = useTexts();
  const nowMs = useNow();
  const toasts = useToasts();
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
              <ChosenText>{item.uploader.name}</ChosenText>
            </Link>
            <span className="text-12 text-muted">
              <RelativeTime at={item.publishedAt ?? item.createdAt} nowMs={nowMs} />
            </span>
          </div>
        </div>
      )}
      {!item && <span className="grow" />}
      {actions}
      {item && (
        <IconButton label={t.viewer.share} onClick={() => void share(t, item, toasts)}>
          <Link2 aria-hidden="true" className={iconClass} />
        </IconButton>
      )}
      <IconButton label={t.viewer.fullScreen} onClick={onFullscreen} className="phone:hidden">
        <Expand aria-hidden="true" className={iconClass} />
      </IconButton>
      <IconButton label={t.common.close} onClick={onClose}>
        <X aria-hidden="true" className={iconClass} />
      </IconButton>
    </header>
  );
}

async function share(t: Texts, item: MediaItem, toasts: Toasts): Promise<void> {
  const url = new URL(`/m/${item.id}`, location.href).href;
  const outcome = await shareLink(url, nameOf(t, item));
  if (outcome === 'copied') toasts.show(t.viewer.linkCopied);
  if (outcome === 'failed') toasts.show(t.viewer.linkNotCopied({ url }));
}

interface ViewerFooterProps {
  readonly item: MediaItem | undefined;
  readonly onToggleLike: () => void;
  readonly hasKeys: boolean;
}

export function ViewerFooter({ item, onToggleLike, hasKeys }: ViewerFooterProps) {
  const t = useTexts().viewer;
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
          <Words item={item} />
        </>
      )}
      <p aria-hidden="true" className="shrink-0 text-12 text-muted touch:hidden phone:hidden">
        {hasKeys ? t.keysInList : t.keys}
      </p>
    </footer>
  );
}

/** What its owner wrote, then its facts. What is long is scrolled, by key too. */
function Words({ item }: { readonly item: MediaItem }) {
  const t = useTexts();
  const facts = factsOf(item);
  const { caption, altText } = item;
  if (!caption) {
    return (
      <p className="max-h-24 min-w-0 grow overflow-y-auto py-2 text-muted">
        {altText && <ChosenText>{altText}</ChosenText>}
        {altText && facts && ' · '}
        {facts}
      </p>
    );
  }
  return (
    <div
      role="group"
      aria-label={t.texts.caption}
      tabIndex={0}
      className="max-h-[min(12rem,30dvh)] min-w-0 grow overflow-y-auto rounded-small py-2"
    >
      <p>
        <CaptionText>{caption}</CaptionText>
      </p>
      <p className="mt-1 text-12 text-muted">
        {facts}
        {item.editedAt && facts && ' · '}
        {item.editedAt && t.viewer.edited}
      </p>
    </div>
  );
}

function factsOf(item: MediaItem): string {
  if (item.type === 'IMAGE' && item.width && item.height)
    return `${String(item.width)} × ${String(item.height)}`;
  return item.durationSeconds === null ? '' : formatDuration(item.durationSeconds);
}
