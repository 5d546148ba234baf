import { ChevronLeft, ChevronRight } from 'lucide-react';
import { Link, type To } from 'react-router';
import { useTexts } from '../../../lib/text/use-texts.ts';
import { pageWindow } from '../page-window.ts';

interface PageLinksProps {
  readonly page: number;
  /** The last page that is shown, where several were read one after the other. */
  readonly lastShown: number;
  readonly totalPages: number;
  readonly linkTo: (page: number) => To;
}

const linkClass = 'grid h-9 min-w-9 place-items-center rounded-card px-2 tabular-nums';

export function PageLinks({ page, lastShown, totalPages, linkTo }: PageLinksProps) {
  const { feed, format } = useTexts();
  if (totalPages <= 1 && page <= 1) return null;
  return (
    <nav
      aria-label={feed.pages}
      className="flex flex-wrap items-center justify-center gap-1 px-4 py-6 text-muted"
    >
      {page > 1 && (
        <Link
          rel="prev"
          aria-label={feed.previousPage}
          to={linkTo(Math.min(page - 1, totalPages))}
          className={`${linkClass} hover:bg-hover`}
        >
          <ChevronLeft aria-hidden="true" className="size-4.5" />
        </Link>
      )}
      {pageWindow(page, totalPages).map((number, index) =>
        number === null ? (
          <span key={`gap-${String(index)}`} aria-hidden="true" className={linkClass}>
            …
          </span>
        ) : (
          <Link
            key={number}
            to={linkTo(number)}
            aria-label={feed.page({ page: number })}
            aria-current={number === page ? 'page' : undefined}
            className={`${linkClass} ${
              number >= page && number <= lastShown
                ? 'bg-surface font-semibold text-ink ring-1 ring-line ring-inset'
                : 'hover:bg-hover hover:text-ink'
            }`}
          >
            {format.number(number)}
          </Link>
        ),
      )}
      {lastShown < totalPages && (
        <Link
          rel="next"
          aria-label={feed.nextPage}
          to={linkTo(lastShown + 1)}
          className={`${linkClass} hover:bg-hover`}
        >
          <ChevronRight aria-hidden="true" className="size-4.5" />
        </Link>
      )}
    </nav>
  );
}
