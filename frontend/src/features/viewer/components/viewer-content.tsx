import { parseApiError } from '@media-feed/contract';
import { FailedNotice } from '../../../components/failed-notice.tsx';
import type { useMedia } from '../../../lib/media/api/get-media.ts';
import { Gone } from './viewer-parts.tsx';
import { ViewerStage } from './viewer-stage.tsx';

interface ViewerContentProps {
  readonly query: ReturnType<typeof useMedia>;
  readonly onLike: () => void;
}

/** The item, or what stands in its place. */
export function ViewerContent({ query, onLike }: ViewerContentProps) {
  const item = query.data;
  const failure = query.isError ? parseApiError(query.error).code : undefined;
  // What is not even an id is answered with a validation problem.
  const isGone = failure === 'not-found' || failure === 'validation';
  if (isGone || item?.url === null) return <Gone item={item} />;
  if (query.isError && !item) {
    return <FailedNotice error={query.error} onRetry={() => void query.refetch()} />;
  }
  return (
    <div className="pointer-events-none grid size-full place-items-center [container-type:size] *:pointer-events-auto">
      {item && <ViewerStage key={item.id} item={item} onLike={onLike} />}
    </div>
  );
}
