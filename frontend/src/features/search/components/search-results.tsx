import { SearchX, Timer } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';
import { useLocation } from 'react-router';
import { parseApiError, type SearchPage } from '@media-feed/contract';
import { FailedNotice } from '../../../components/failed-notice.tsx';
import { Notice } from '../../../components/notice.tsx';
import { OfflineNotice } from '../../../components/offline-notice.tsx';
import { ShowMore } from '../../../components/show-more.tsx';
import { useMediaList } from '../../../lib/media/api/list-media.ts';
import type { MediaList } from '../../../lib/media/media-list.ts';
import { useTexts } from '../../../lib/text/use-texts.ts';
import type { ViewerState } from '../../../lib/viewer-state.ts';
import { SearchResult } from './search-result.tsx';

interface SearchResultsProps {
  readonly q: string;
  /** Below what is said where nothing was found. */
  readonly help: ReactNode;
}

/** What was found, newest first, with what was searched for marked. */
export function SearchResults({ q, help }: SearchResultsProps) {
  const t = useTexts();
  const list: MediaList = useMemo(() => ({ kind: 'search', q }), [q]);
  const { query, items } = useMediaList(list);
  const location = useLocation();
  const linkState: ViewerState = useMemo(() => ({ background: location, list }), [location, list]);
  const last = query.data?.pages.at(-1) as SearchPage | undefined;
  const isTruncated = last?.truncated === true && last.nextCursor !== null;

  if (query.isPending) return query.fetchStatus === 'paused' ? <OfflineNotice /> : <ResultSkeletons />;
  if (query.isError && items.length === 0 && parseApiError(query.error).code !== 'validation') {
    return <FailedNotice error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (items.length === 0 && !isTruncated) {
    return (
      <>
        <Notice icon={SearchX} title={t.search.nothing({ q })}>
          {t.search.nothingHelp}
        </Notice>
        {help}
      </>
    );
  }
  return (
    <>
      <ul aria-label={t.search.resultsFor({ q })} className="flex flex-col gap-2">
        {items.map((item) => (
          <SearchResult key={item.id} item={item} q={q} linkState={linkState} />
        ))}
      </ul>
      {isTruncated && (
        <p role="status" className="flex items-center justify-center gap-2 px-4 pt-6 text-muted">
          <Timer aria-hidden="true" className="size-4 shrink-0" />
          {t.search.truncated}
        </p>
      )}
      <ShowMore query={query} label={isTruncated ? t.search.goOn : undefined} />
    </>
  );
}

function ResultSkeletons() {
  const t = useTexts();
  return (
    <div role="status" aria-label={t.common.loading} className="flex flex-col gap-2">
      {Array.from({ length: 6 }, (_, index) => (
        <div key={index} className="h-26 animate-pulse rounded-float bg-surface" />
      ))}
    </div>
  );
}
