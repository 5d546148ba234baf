import { OfflineNotice } from '../../../components/offline-notice.tsx';
import { useOnline } from '../../../lib/hooks/use-online.ts';
import { useSlow } from '../hooks/use-slow.ts';
import { GridSkeleton } from './media-grid.tsx';

export function LoadingGrid() {
  const isOnline = useOnline();
  const isSlow = useSlow(true);
  if (!isOnline) return <OfflineNotice />;
  return <GridSkeleton note={isSlow ? 'Still waiting for the server’s answer…' : null} />;
}
