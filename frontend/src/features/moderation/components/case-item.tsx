import type { MediaItem } from '@media-feed/contract';
import { ChosenText } from '../../../components/chosen-text.tsx';
import { largestStillOf, nameOf } from '../../../lib/media/media-kind.ts';
import { useTexts } from '../../../lib/text/use-texts.ts';

/** The item as everybody sees it, small, with its texts. */
export function CaseItem({ item }: { readonly item: MediaItem | null }) {
  const t = useTexts();
  if (!item) return <p className="text-muted">{t.moderation.itemGone}</p>;
  return (
    <figure className="flex flex-col gap-2">
      {item.url === null ? <p className="text-muted">{t.moderation.notPublic}</p> : <Preview item={item} />}
      {(item.caption ?? item.altText) && (
        <figcaption className="max-h-40 overflow-y-auto whitespace-pre-wrap text-muted">
          <ChosenText>{item.caption ?? item.altText ?? ''}</ChosenText>
        </figcaption>
      )}
    </figure>
  );
}

function Preview({ item }: { readonly item: MediaItem }) {
  const t = useTexts();
  const name = nameOf(t, item);
  const boxClass = 'max-h-96 max-w-full self-start rounded-card bg-surface';
  if (item.type === 'VIDEO') {
    return (
      <video
        aria-label={name}
        src={item.url ?? undefined}
        poster={item.thumbnailUrl ?? undefined}
        controls
        preload="metadata"
        className={boxClass}
      />
    );
  }
  if (item.type === 'AUDIO') {
    return <audio aria-label={name} src={item.url ?? undefined} controls preload="metadata" />;
  }
  return <img alt={name} src={largestStillOf(item)} className={boxClass} />;
}
