import { CloudOff, ServerCrash } from 'lucide-react';
import { parseApiError, type ApiErrorCode } from '@media-feed/contract';
import { Button } from '../../../components/button.tsx';
import { GridSkeleton } from './media-grid.tsx';
import { Notice } from '../../../components/notice.tsx';
import { useOnline } from '../../../lib/hooks/use-online.ts';
import { useSlow } from '../hooks/use-slow.ts';

export function LoadingGrid() {
  const isOnline = useOnline();
  const isSlow = useSlow(true);
  if (!isOnline) return <OfflineNotice />;
  return <GridSkeleton note={isSlow ? 'Still waiting for the server’s answer…' : null} />;
}

export function OfflineNotice() {
  return (
    <Notice icon={CloudOff} title="You are offline">
      This page comes by itself as soon as the connection is back.
    </Notice>
  );
}

export function FailedNotice({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const { code, requestId } = parseApiError(error);
  return (
    <Notice
      icon={ServerCrash}
      title="This did not load"
      isAlert
      action={<Button onClick={onRetry}>Try again</Button>}
    >
      {words[code] ?? 'The server had a problem. Nothing of yours is lost.'}
      {requestId && <span className="mt-2 block font-mono text-12">Request {requestId}</span>}
    </Notice>
  );
}

const unreachable = 'The server could not be reached. Nothing of yours is lost.';

const words: Partial<Record<ApiErrorCode, string>> = {
  network: unreachable,
  timeout: unreachable,
  unavailable: unreachable,
  'too-many-requests': 'That was a lot at once. Wait a moment, then try again.',
};
