import type { MediaItem } from '@media-feed/contract';
import type { Texts } from '../../../lib/text/texts.ts';
import { useTexts } from '../../../lib/text/use-texts.ts';

const toneClasses = {
  good: 'bg-good-soft text-good',
  bad: 'bg-bad-soft text-bad',
  busy: 'bg-accent-soft text-accent',
  plain: 'bg-surface text-muted',
};

function badgeOf(
  { uploads: { status } }: Texts,
  item: MediaItem,
): { label: string; tone: keyof typeof toneClasses } {
  switch (item.status) {
    case 'READY':
      return { label: status.READY, tone: 'good' };
    case 'REJECTED':
      return { label: status.REJECTED, tone: 'bad' };
    case 'EXPIRED':
      return { label: status.EXPIRED, tone: 'plain' };
    case 'REMOVED':
      // Null: its owner hides it by leaving. An older API does not say.
      return item.removal === null
        ? { label: status.hidden, tone: 'plain' }
        : { label: status.REMOVED, tone: 'bad' };
    case 'PENDING':
      return (item.timeline ?? []).some(({ step }) => step === 'ARRIVED')
        ? { label: status.checking, tone: 'busy' }
        : { label: status.waiting, tone: 'busy' };
  }
}

export function StatusBadge({ item }: { readonly item: MediaItem }) {
  const { label, tone } = badgeOf(useTexts(), item);
  return <span className={`rounded-full px-2 py-0.5 font-semibold ${toneClasses[tone]}`}>{label}</span>;
}
