import { ServerCrash } from 'lucide-react';
import { parseApiError } from '@media-feed/contract';
import { textFor } from '../lib/text/texts.ts';
import { useTexts } from '../lib/text/use-texts.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

/** In place of what did not load, with the number by which operators find the request. */
export function FailedNotice({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const { failed, tryAgain } = useTexts().common;
  const { code, requestId } = parseApiError(error);
  return (
    <Notice
      icon={ServerCrash}
      title={failed.title}
      isAlert
      action={<Button onClick={onRetry}>{tryAgain}</Button>}
    >
      {textFor(failed.codes, code) ?? failed.other}
      {requestId && <span className="mt-2 block font-mono text-12">{failed.request({ id: requestId })}</span>}
    </Notice>
  );
}
