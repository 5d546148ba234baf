import { ServerCrash } from 'lucide-react';
import { parseApiError, type ApiErrorCode } from '@media-feed/contract';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

/** In place of what did not load, with the number by which operators find the request. */
export function FailedNotice({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const { code, requestId } = parseApiError(error);
  return (
    <Notice
      icon={ServerCrash}
      title="This did not load"
      isAlert
      action={<Button onClick={onRetry}>Try again</Button>}
    >
      {messages[code] ?? 'The server had a problem. Nothing of yours is lost.'}
      {requestId && <span className="mt-2 block font-mono text-12">Request {requestId}</span>}
    </Notice>
  );
}

const unreachable = 'The server could not be reached. Nothing of yours is lost.';

const messages: Partial<Record<ApiErrorCode, string>> = {
  network: unreachable,
  timeout: unreachable,
  unavailable: unreachable,
  'too-many-requests': 'That was a lot at once. Wait a moment, then try again.',
};
