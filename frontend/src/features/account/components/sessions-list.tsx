import { useQuery } from '@tanstack/react-query';
import type { SignedInSession } from '@media-feed/contract';
import { Button } from '../../../components/button.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { ownSessionsOptions, useRevokeSession } from '../api/list-sessions.ts';
import { useNow } from '../../../lib/hooks/use-now.ts';
import { showToast } from '../../../lib/toasts/toasts.ts';

/** Where the visitor is signed in, and a way to end each. */
export function SessionsList() {
  const { data, isError, refetch } = useQuery(ownSessionsOptions);
  if (isError) {
    return (
      <p role="alert" className="flex items-center justify-between gap-4 text-muted">
        Your devices could not be read.
        <Button onClick={() => void refetch()}>Try again</Button>
      </p>
    );
  }
  return (
    <ul className="flex flex-col gap-3" aria-busy={!data}>
      {data?.items.map((session) => (
        <SessionRow key={session.id} session={session} />
      ))}
    </ul>
  );
}

function SessionRow({ session }: { readonly session: SignedInSession }) {
  const nowMs = useNow();
  const revoke = useRevokeSession();
  const device = session.device ?? 'Unknown device';
  const end = () => {
    revoke.mutate(session.id, {
      onSuccess: () => showToast(`${device} is signed out.`),
      onError: () => showToast('That device was not signed out. Try again.'),
    });
  };
  return (
    <li className="flex items-center justify-between gap-4">
      <span className="flex min-w-0 flex-col">
        <span className="truncate font-semibold">{device}</span>
        <span className="text-12 text-muted">
          {session.current ? 'This device' : <RelativeTime at={session.lastUsedAt} nowMs={nowMs} />}
        </span>
      </span>
      {!session.current && (
        <Button onClick={end} disabled={revoke.isPending} aria-label={`Sign out ${device}`}>
          Sign out
        </Button>
      )}
    </li>
  );
}
