import { Inbox } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';
import { useLocation } from 'react-router';
import type { MediaItem, MediaStatus } from '@media-feed/contract';
import { FailedNotice } from '../../../components/failed-notice.tsx';
import { Notice } from '../../../components/notice.tsx';
import { OfflineNotice } from '../../../components/offline-notice.tsx';
import { ShowMore } from '../../../components/show-more.tsx';
import { useMediaList } from '../../../lib/media/api/list-media.ts';
import type { MediaList } from '../../../lib/media/media-list.ts';
import { useSelectFrom } from '../../../lib/media/use-select-from.ts';
import { useTexts } from '../../../lib/text/use-texts.ts';
import type { ViewerState } from '../../../lib/viewer-state.ts';
import { OwnUploadRow } from './own-upload-row.tsx';

interface OwnUploadsProps {
  readonly status: MediaStatus | undefined;
  /** What its owner can do with an item. */
  readonly actionsFor: (item: MediaItem) => ReactNode;
}

/** The visitor's uploads of one status, or all of them, newest first. */
export function OwnUploads({ status, actionsFor }: OwnUploadsProps) {
  const t = useTexts();
  const list: MediaList = useMemo(() => ({ kind: 'mine', status }), [status]);
  const { query, items } = useMediaList(list);
  const { selected, onSelect } = useSelectFrom(items, list);
  const location = useLocation();
  const linkState: ViewerState = useMemo(() => ({ background: location, list }), [location, list]);

  if (query.isPending) return query.fetchStatus === 'paused' ? <OfflineNotice /> : <RowSkeletons />;
  if (query.isError && items.length === 0) {
    return <FailedNotice error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (items.length === 0) {
    return (
      <Notice icon={Inbox} title={status ? t.uploads.own.emptyStatus : t.uploads.own.empty}>
        {status ? t.uploads.own.emptyStatusBody : t.uploads.own.emptyBody}
      </Notice>
    );
  }
  return (
    <>
      <ul className="flex flex-col gap-3">
        {items.map((item) => (
          <OwnUploadRow
            key={item.id}
            item={item}
            linkState={linkState}
            actions={actionsFor(item)}
            isSelected={selected?.has(item.id) ?? false}
            onSelect={onSelect}
          />
        ))}
      </ul>
      <ShowMore query={query} />
    </>
  );
}

function RowSkeletons() {
  const t = useTexts();
  return (
    <div role="status" aria-label={t.common.loading} className="flex flex-col gap-3">
      {Array.from({ length: 6 }, (_, index) => (
        <div key={index} className="h-24 animate-pulse rounded-float bg-surface" />
      ))}
    </div>
  );
}
