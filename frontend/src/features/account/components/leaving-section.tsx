import { useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { useTexts } from '../../../lib/text/use-texts.ts';
import { useToasts } from '../../../lib/toasts.ts';
import { useDeleteAccount } from '../api/delete-account.ts';
import { useOwnProfile } from '../api/get-own-profile.ts';
import { useRestoreAccount } from '../api/restore-account.ts';
import { ConfirmByPassword } from './confirm-by-password.tsx';

interface LeavingProps {
  readonly email: string;
}

/** Deleting the account, what is kept of it, and the way back while there is one. */
export function LeavingSection({ email }: LeavingProps) {
  const t = useTexts();
  const { data, isError, refetch } = useOwnProfile();
  if (isError) {
    return (
      <p role="alert" className="flex items-center justify-between gap-4 text-muted">
        {t.account.leaving.unread}
        <Button onClick={() => void refetch()}>{t.common.tryAgain}</Button>
      </p>
    );
  }
  if (!data) return <p aria-busy="true" className="min-h-9" />;
  return data.deletesAt === null ? (
    <Leave email={email} />
  ) : (
    <ComeBack email={email} deletesAt={data.deletesAt} />
  );
}

function Leave({ email }: LeavingProps) {
  const t = useTexts().account.leaving;
  const toasts = useToasts();
  const deleteAccount = useDeleteAccount();
  const [isAsking, setIsAsking] = useState(false);
  return (
    <>
      <p>{t.lead}</p>
      <details className="text-12 text-muted">
        <summary className="w-fit cursor-pointer py-1 font-semibold">{t.keptTitle}</summary>
        <ul className="flex list-disc flex-col gap-1 ps-5 pt-2">
          {Object.entries(t.kept).map(([what, sentence]) => (
            <li key={what}>{sentence}</li>
          ))}
        </ul>
      </details>
      {isAsking ? (
        <ConfirmByPassword
          email={email}
          mutation={deleteAccount}
          variant="danger"
          texts={t}
          onCancel={() => {
            setIsAsking(false);
          }}
          onDone={() => toasts.show(t.deleted)}
        />
      ) : (
        <Button
          variant="danger"
          className="self-start"
          onClick={() => {
            setIsAsking(true);
          }}
        >
          {t.start}
        </Button>
      )}
    </>
  );
}

function ComeBack({ email, deletesAt }: LeavingProps & { readonly deletesAt: string }) {
  const { account, format } = useTexts();
  const t = account.leaving;
  const toasts = useToasts();
  return (
    <>
      <p role="status">{t.until({ time: format.dateTime(deletesAt) })}</p>
      <ConfirmByPassword
        email={email}
        mutation={useRestoreAccount()}
        variant="primary"
        texts={{
          password: t.password,
          submit: t.restore,
          sending: t.restoring,
          failed: t.restoreFailed,
          cancel: t.cancel,
        }}
        onDone={() => toasts.show(t.restored)}
      />
    </>
  );
}
