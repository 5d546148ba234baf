import { OfflineNotice } from '../../../components/offline-notice.tsx';
import { useOnline } from '../../../lib/hooks/use-online.ts';
import { useTexts } from '../../../lib/text/use-texts.ts';
import { useSlow } from '../hooks/use-slow.ts';
import { GridSkeleton } from './media-grid.tsx';

export function LoadingGrid() {
  const t = useTexts();
  const isOnline = useOnline();
  const isSlow = useSlow(true);
  if (!isOnline) return <OfflineNotice />;
  return <GridSkeleton note={isSlow ? t.common.stillWaiting : null} />;
}
