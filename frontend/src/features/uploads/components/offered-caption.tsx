import { Music } from 'lucide-react';
import type { MediaItem } from '@media-feed/contract';
import { useTexts } from '../../../lib/text/use-texts.ts';

interface OfferedCaptionProps {
  readonly item: MediaItem;
  readonly isBusy?: boolean;
  readonly onUse: (caption: string) => void;
}

/** Offers what a sound says of itself as its caption. Nobody else is told it unless its owner takes the offer. */
export function OfferedCaption({ item, isBusy = false, onUse }: OfferedCaptionProps) {
  const t = useTexts().uploads;
  const { title = null, artist = null } = item.soundTags ?? {};
  const caption = [title, artist].filter((text) => text !== null).join(' – ');
  if (caption === '') return null;
  return (
    <button
      type="button"
      disabled={isBusy}
      onClick={() => {
        onUse(caption);
      }}
      className="mt-1.5 flex max-w-full items-start gap-1.5 rounded-small text-left text-12 font-semibold text-accent hover:underline disabled:opacity-50"
    >
      <Music aria-hidden="true" className="mt-0.5 size-3.5 shrink-0" />
      <span className="[overflow-wrap:anywhere]">{t.useAsCaption({ caption })}</span>
    </button>
  );
}
