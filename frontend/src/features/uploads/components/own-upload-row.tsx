import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { MediaItem } from '@media-feed/contract';
import { kindIcons } from '../../../components/kind-icons.ts';
import { CaptionText } from '../../../components/caption-text.tsx';
import { ChosenText } from '../../../components/chosen-text.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { ThumbhashCanvas } from '../../../components/thumbhash-canvas.tsx';
import { useNow } from '../../../lib/clock.ts';
import { useChangeTexts } from '../../../lib/media/api/change-media.ts';
import { isRarelyPlayed } from '../../../lib/media/playable.ts';
import { useTexts } from '../../../lib/text/use-texts.ts';
import { noticeMessages } from '../notice-messages.ts';
import { nextStep, rejectionMessage } from '../rejection-messages.ts';
import { StatusBadge } from './status-badge.tsx';
import { OfferedCaption } from './offered-caption.tsx';
import { RemovalAnswer } from './removal-answer.tsx';
import { UploadDetails } from './upload-details.tsx';

interface OwnUploadRowProps {
  readonly item: MediaItem;
  readonly linkState: unknown;
  /** What its owner can do with it. */
  readonly actions: ReactNode;
  readonly isSelected: boolean;
  /** `isRange`: with everything from the one before. */
  readonly onSelect: (item: MediaItem, isRange: boolean) => void;
}

/** One upload with what became of it. */
export function OwnUploadRow({ item, linkState, actions, isSelected, onSelect }: OwnUploadRowProps) {
  const t = useTexts();
  const nowMs = useNow();
  const change = useChangeTexts(item.id);
  const title = item.fileName ?? t.uploads.own.untitled;
  return (
    <li className="rounded-float border border-line has-checked:border-accent">
      <article aria-label={title} className="p-4">
        <div className="flex items-start gap-4">
          <label className="-m-2 grid place-items-center self-center p-2">
            <input
              type="checkbox"
              aria-label={t.selection.select({ name: title })}
              checked={isSelected}
              onChange={({ nativeEvent }) => {
                onSelect(item, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey);
              }}
              className="size-5 accent-accent"
            />
          </label>
          <Thumbnail item={item} linkState={linkState} />
          <div className="min-w-0 grow">
            <p className="truncate font-semibold" title={title}>
              <ChosenText>{title}</ChosenText>
            </p>
            <p className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-12 text-muted tabular-nums">
              <StatusBadge item={item} />
              <span>{t.format.bytes(item.size)}</span>
              <span aria-hidden="true">·</span>
              <RelativeTime at={item.createdAt} nowMs={nowMs} />
            </p>
            {item.caption && (
              <p className="mt-1 line-clamp-3">
                <CaptionText>{item.caption}</CaptionText>
              </p>
            )}
            {item.altText && (
              <p className="mt-1 line-clamp-2 text-muted">
                <ChosenText>{item.altText}</ChosenText>
              </p>
            )}
          </div>
          <div className="-mt-1 -mr-1 flex">{actions}</div>
        </div>
        {!item.caption && (
          <OfferedCaption
            item={item}
            isBusy={change.isPending}
            onUse={(caption) => {
              change.mutate({ caption });
            }}
          />
        )}
        {item.rejection && (
          <div className="mt-3 rounded-card bg-bad-soft px-3 py-2">
            <p className="text-bad">
              {rejectionMessage(t, item.rejection, {
                fileName: item.fileName,
                size: item.size,
                mediaClass: item.type,
              })}
            </p>
            <p className="mt-0.5 text-12 text-ink">{nextStep(t, item.rejection.reason)}</p>
          </div>
        )}
        {item.removal && (
          <div className="mt-3 rounded-card bg-bad-soft px-3 py-2">
            <p className="text-bad">
              {t.uploads.own.removedFor({ why: t.reports.reasons[item.removal.reason] })}
            </p>
            {item.removal.text !== null && (
              <p className="mt-0.5 whitespace-pre-wrap text-ink">
                <ChosenText>{item.removal.text}</ChosenText>
              </p>
            )}
            <RemovalAnswer mediaId={item.id} removal={item.removal} />
          </div>
        )}
        {noticeMessages(t, item).map((message) => (
          <p key={message} className="mt-3 rounded-card bg-surface px-3 py-2 text-muted">
            {message}
          </p>
        ))}
        {isRarelyPlayed(item) && (
          <p className="mt-3 rounded-card bg-surface px-3 py-2 text-muted">{t.uploads.own.rarelyPlayed}</p>
        )}
        {item.status === 'EXPIRED' && (
          <p className="mt-3 rounded-card bg-surface px-3 py-2 text-muted">{t.uploads.own.neverArrived}</p>
        )}
        <UploadDetails item={item} />
      </article>
    </li>
  );
}

function Thumbnail({ item, linkState }: { readonly item: MediaItem; readonly linkState: unknown }) {
  const t = useTexts();
  const Icon = kindIcons[item.type];
  const boxClass =
    'relative grid size-16 shrink-0 place-items-center overflow-hidden rounded-card bg-surface text-muted';
  const content = (
    <>
      <Icon aria-hidden="true" className="size-6" strokeWidth={1.5} />
      {item.placeholder && <ThumbhashCanvas hash={item.placeholder} />}
      {item.thumbnailUrl && (
        <img
          src={item.thumbnailUrl}
          alt=""
          loading="lazy"
          className="absolute inset-0 size-full object-cover"
        />
      )}
    </>
  );
  if (item.status !== 'READY') return <span className={boxClass}>{content}</span>;
  return (
    <Link
      to={`/m/${item.id}`}
      state={linkState}
      aria-label={item.fileName ? t.common.openNamed({ name: item.fileName }) : t.uploads.own.openUntitled}
      className={boxClass}
    >
      {content}
    </Link>
  );
}
