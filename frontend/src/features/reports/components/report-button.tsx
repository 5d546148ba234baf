import { Flag } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '../../../components/button.tsx';
import { useSessionStore } from '../../../lib/session/session-context.ts';
import { useAskToSignIn } from '../../../lib/session/use-ask-to-sign-in.ts';
import { useTexts } from '../../../lib/text/use-texts.ts';
import type { ReportSubject } from '../api/report.ts';
import { ReportDialog } from './report-dialog.tsx';

interface ReportButtonProps {
  readonly subject: ReportSubject;
  /** What it is called in the dialog. */
  readonly name: string;
}

/** Opens the dialog in which an item or a person is reported; somebody signed out is asked to sign in. */
export function ReportButton({ subject, name }: ReportButtonProps) {
  const t = useTexts().reports;
  const session = useSessionStore();
  const askToSignIn = useAskToSignIn();
  const [isOpen, setIsOpen] = useState(false);
  const open = (): void => {
    void session.whenKnown().then(({ status }) => {
      if (status === 'signed-in') setIsOpen(true);
      else askToSignIn('report');
    });
  };
  return (
    <>
      <IconButton label={t.report} onClick={open}>
        <Flag aria-hidden="true" className="size-5" />
      </IconButton>
      {isOpen && (
        <ReportDialog
          subject={subject}
          name={name}
          onClose={() => {
            setIsOpen(false);
          }}
        />
      )}
    </>
  );
}
