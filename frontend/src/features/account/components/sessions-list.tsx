import type { SignedInSession } from '@media-feed/contract';
import { Button } from '../../../components/button.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { useNow } from '../../../lib/clock.ts';
import { useToasts } from '../../../lib/toasts.ts';
import { useSessions } from '../api/list-sessions.ts';
import { useRevokeSession } from '../api/revoke-session.ts';

/** Where the visitor is signed in, and a way to end each. */
export function SessionsList() {
  const { data, isError, refetch } = useSessions();
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
  const toasts = useToasts();
  const device = session.device ?? 'Unknown device';
  const end = () => {
    revoke.mutate(session.id, {
      onSuccess: () => toasts.show(`${device} is signed out.`),
      onError: () => toasts.show('That device was not signed out. Try again.'),
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
