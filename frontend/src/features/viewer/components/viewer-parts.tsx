import { ChevronLeft, ChevronRight, Heart, ImageOff } from 'lucide-react';
import { Link } from 'react-router';
import type { MediaItem } from '@media-feed/contract';
import { buttonClass } from '../../../components/button.tsx';
import { Notice } from '../../../components/notice.tsx';
import { useTexts } from '../../../lib/text/use-texts.ts';

/** In place of an item that is not published, or not any more. */
export function Gone({ item }: { readonly item: MediaItem | undefined }) {
  const { viewer: t, common } = useTexts();
  return (
    <Notice
      icon={ImageOff}
      title={item?.status === 'PENDING' ? t.notYet : t.gone}
      action={
        <Link to={item ? '/me' : '/'} className={buttonClass()}>
          {item ? t.toUploads : common.toFeed}
        </Link>
      }
    >
      {item ? t.ownGoneBody : t.goneBody}
    </Notice>
  );
}

/** A heart that bursts once for each count. */
export function Burst({ count }: { readonly count: number }) {
  if (count === 0) return null;
  return (
    <Heart
      key={count}
      aria-hidden="true"
      fill="currentColor"
      className="pointer-events-none absolute size-28 animate-pop text-like"
    />
  );
}

interface StepProps {
  readonly to: MediaItem | undefined;
  readonly direction: 'previous' | 'next';
  readonly onStep: (item: MediaItem | undefined) => void;
}

export function Step({ to, direction, onStep }: StepProps) {
  const t = useTexts().viewer;
  if (!to) return null;
  const Icon = direction === 'next' ? ChevronRight : ChevronLeft;
  return (
    <button
      type="button"
      aria-label={t[direction]}
      onClick={() => {
        onStep(to);
      }}
      className={`absolute top-1/2 grid size-11 -translate-y-1/2 place-items-center rounded-full bg-white/10 transition-colors duration-120 hover:bg-white/20 phone:hidden ${direction === 'next' ? 'right-3.5' : 'left-3.5'}`}
    >
      <Icon aria-hidden="true" className="size-5" />
    </button>
  );
}
