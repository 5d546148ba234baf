import type { SignedInSession } from '@media-feed/contract';
import { Button } from '../../../components/button.tsx';
import { ChosenText } from '../../../components/chosen-text.tsx';
import { useTexts } from '../../../lib/text/use-texts.ts';
import { useToasts } from '../../../lib/toasts.ts';
import { useSessions } from '../api/list-sessions.ts';
import { useRevokeSession } from '../api/revoke-session.ts';

/** Where the visitor is signed in, and a way to end each. */
export function SessionsList() {
  const t = useTexts();
  const { data, isError, refetch } = useSessions();
  if (isError) {
    return (
      <p role="alert" className="flex items-center justify-between gap-4 text-muted">
        {t.account.devices.failed}
        <Button onClick={() => void refetch()}>{t.common.tryAgain}</Button>
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
  const { account, format } = useTexts();
  const t = account.devices;
  const revoke = useRevokeSession();
  const toasts = useToasts();
  const device = session.device ?? t.unknown;
  const end = () => {
    revoke.mutate(session.id, {
      onSuccess: () => toasts.show(t.signedOut({ device })),
      onError: () => toasts.show(t.signOutFailed),
    });
  };
  return (
    <li className="flex items-center justify-between gap-4">
      <span className="flex min-w-0 flex-col">
        <span className="truncate font-semibold">
          <ChosenText>{device}</ChosenText>
        </span>
        <span className="text-12 text-muted">
          {[
            ...(session.current
              ? [t.current]
              : [t.lastUsedAt({ time: format.dateTime(session.lastUsedAt) })]),
            t.signedInAt({ time: format.dateTime(session.createdAt) }),
          ].join(' · ')}
        </span>
      </span>
      {!session.current && (
        <Button onClick={end} disabled={revoke.isPending} aria-label={t.signOut({ device })}>
          {account.signOut}
        </Button>
      )}
    </li>
  );
}
