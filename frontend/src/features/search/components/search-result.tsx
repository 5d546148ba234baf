import { Link } from 'react-router';
import type { MediaItem } from '@media-feed/contract';
import { kindIcons } from '../../../components/kind-icons.ts';
import { ChosenText } from '../../../components/chosen-text.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { ThumbhashCanvas } from '../../../components/thumbhash-canvas.tsx';
import { useNow } from '../../../lib/clock.ts';
import { nameOf } from '../../../lib/media/media-kind.ts';
import { useTexts } from '../../../lib/text/use-texts.ts';
import { fromFirstMatch, markMatches, type Piece } from '../marks.ts';

interface SearchResultProps {
  readonly item: MediaItem;
  readonly q: string;
  readonly linkState: unknown;
}

/** One item with the words by which it was found. */
export function SearchResult({ item, q, linkState }: SearchResultProps) {
  const t = useTexts();
  const nowMs = useNow();
  const name = nameOf(t, item);
  const caption = fromFirstMatch(markMatches(item.caption ?? '', q));
  const description = fromFirstMatch(markMatches(item.altText ?? '', q));
  const hasMatch = (pieces: readonly Piece[]): boolean => pieces.some(({ isMatch }) => isMatch);
  return (
    <li>
      <article
        aria-label={name}
        className="relative flex gap-4 rounded-float border border-line p-3 hover:bg-hover"
      >
        <Thumbnail item={item} />
        <div className="min-w-0 grow [overflow-wrap:anywhere]">
          {caption.length > 0 && (
            <p className="line-clamp-3">
              <Marked pieces={caption} />
            </p>
          )}
          {(caption.length === 0 || hasMatch(description)) && description.length > 0 && (
            <p className="line-clamp-2 text-muted">
              <Marked pieces={description} />
            </p>
          )}
          <p className="mt-1 flex flex-wrap gap-x-2 text-12 text-muted">
            <Marked pieces={markMatches(item.uploader.name, q)} />
            <span aria-hidden="true">·</span>
            <RelativeTime at={item.publishedAt ?? item.createdAt} nowMs={nowMs} />
          </p>
        </div>
        <Link
          to={`/m/${item.id}`}
          state={linkState}
          aria-label={t.common.openNamed({ name })}
          className="absolute inset-0 rounded-float"
        />
      </article>
    </li>
  );
}

function Marked({ pieces }: { readonly pieces: readonly Piece[] }) {
  return (
    <ChosenText>
      {pieces.map(({ text, isMatch }, index) =>
        isMatch ? (
          <mark key={index} className="rounded-tile bg-accent-soft font-semibold text-accent">
            {text}
          </mark>
        ) : (
          text
        ),
      )}
    </ChosenText>
  );
}

function Thumbnail({ item }: { readonly item: MediaItem }) {
  const Icon = kindIcons[item.type];
  return (
    <span className="relative grid size-20 shrink-0 place-items-center overflow-hidden rounded-card bg-surface text-muted">
      <Icon aria-hidden="true" className="size-6" strokeWidth={1.5} />
      {item.placeholder && <ThumbhashCanvas hash={item.placeholder} />}
      {item.thumbnailUrl && !item.sensitive && (
        <img
          src={item.thumbnailUrl}
          alt=""
          loading="lazy"
          className="absolute inset-0 size-full object-cover"
        />
      )}
    </span>
  );
}
