import type { MediaItem } from '@media-feed/contract';

const tones = {
  good: 'bg-good-soft text-good',
  bad: 'bg-bad-soft text-bad',
  busy: 'bg-accent-soft text-accent',
  plain: 'bg-surface text-muted',
};

function badgeOf(item: MediaItem): { label: string; tone: keyof typeof tones } {
  switch (item.status) {
    case 'READY':
      return { label: 'Published', tone: 'good' };
    case 'REJECTED':
      return { label: 'Rejected', tone: 'bad' };
    case 'EXPIRED':
      return { label: 'Never arrived', tone: 'plain' };
    case 'REMOVED':
      return { label: 'Removed by us', tone: 'bad' };
    case 'PENDING':
      return (item.timeline ?? []).some(({ step }) => step === 'ARRIVED')
        ? { label: 'Being checked', tone: 'busy' }
        : { label: 'Waiting for the file', tone: 'busy' };
  }
}

export function StatusBadge({ item }: { readonly item: MediaItem }) {
  const { label, tone } = badgeOf(item);
  return <span className={`rounded-full px-2 py-0.5 font-semibold ${tones[tone]}`}>{label}</span>;
}
