import { Inbox } from 'lucide-react';
import { useMemo } from 'react';
import { Link, useLocation, useSearchParams } from 'react-router';
import { mediaStatuses, type MediaStatus } from '@media-feed/contract';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import type { MediaList } from '../../lib/media/media-queries.ts';
import { useMediaList } from '../../lib/media/use-media-list.ts';
import type { ViewerState } from '../../features/viewer/hooks/use-open-media.ts';
import { FailedNotice, OfflineNotice } from '../../features/feed/components/list-states.tsx';
import { OwnMediaRow } from '../../features/uploads/components/own-upload-row.tsx';
import { PageTitle } from '../../components/page-title.tsx';

const filters: readonly { label: string; status: MediaStatus | undefined }[] = [
  { label: 'All', status: undefined },
  { label: 'Published', status: 'READY' },
  { label: 'In progress', status: 'PENDING' },
  { label: 'Rejected', status: 'REJECTED' },
  { label: 'Never arrived', status: 'EXPIRED' },
];

export default function OwnMediaPage() {
  const [search] = useSearchParams();
  const status = mediaStatuses.find((name) => name === search.get('status'));
  return (
    <main className="mx-auto max-w-200 px-6 py-8 phone:px-4">
      <PageTitle>My uploads</PageTitle>
      <h1 className="mb-4 text-28 font-bold tracking-tight">My uploads</h1>
      <nav aria-label="Status" className="-mx-1 mb-4 flex gap-1 overflow-x-auto p-1">
        {filters.map((filter) => (
          <Link
            key={filter.label}
            to={filter.status ? `/me?status=${filter.status}` : '/me'}
            aria-current={filter.status === status ? 'page' : undefined}
            className="rounded-full px-3 py-1.5 whitespace-nowrap text-muted hover:text-ink aria-[current]:bg-surface aria-[current]:font-semibold aria-[current]:text-ink aria-[current]:ring-1 aria-[current]:ring-line aria-[current]:ring-inset"
          >
            {filter.label}
          </Link>
        ))}
      </nav>
      <OwnMediaList status={status} />
    </main>
  );
}

function OwnMediaList({ status }: { readonly status: MediaStatus | undefined }) {
  const list: MediaList = useMemo(() => ({ kind: 'mine', status }), [status]);
  const { query, items } = useMediaList(list);
  const location = useLocation();
  const linkState: ViewerState = useMemo(() => ({ background: location, list }), [location, list]);

  if (query.isPending) return query.fetchStatus === 'paused' ? <OfflineNotice /> : <RowSkeletons />;
  if (query.isError && items.length === 0) {
    return <FailedNotice error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (items.length === 0) {
    return (
      <Notice icon={Inbox} title={status ? 'Nothing here' : 'No uploads yet'}>
        {status
          ? 'No upload of yours stands here now.'
          : 'Everything you upload is listed here with its details, also what was rejected.'}
      </Notice>
    );
  }
  return (
    <>
      <ul className="flex flex-col gap-3">
        {items.map((item) => (
          <OwnMediaRow key={item.id} item={item} linkState={linkState} />
        ))}
      </ul>
      {query.hasNextPage && (
        <div className="flex justify-center p-6">
          <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {query.isFetchingNextPage ? 'Loading more…' : 'Show more'}
          </Button>
        </div>
      )}
    </>
  );
}

function RowSkeletons() {
  return (
    <div role="status" aria-label="Loading" className="flex flex-col gap-3">
      {Array.from({ length: 6 }, (_, index) => (
        <div key={index} className="h-24 animate-pulse rounded-float bg-surface" />
      ))}
    </div>
  );
}
