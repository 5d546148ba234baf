import { useId, useState } from 'react';
import { useNavigate } from 'react-router';
import { limits, parseApiError, reportReasons, type ReportReason } from '@media-feed/contract';
import { Button } from '../../../components/button.tsx';
import { ModalDialog } from '../../../components/modal-dialog.tsx';
import { textFor } from '../../../lib/text/texts.ts';
import { useTexts } from '../../../lib/text/use-texts.ts';
import { useToasts } from '../../../lib/toasts.ts';
import { type ReportSubject, useReport } from '../api/report.ts';

interface ReportDialogProps {
  readonly subject: ReportSubject;
  readonly name: string;
  readonly onClose: () => void;
}

/** Asks what is wrong, and sends it to the operators. What was written stays while it can't be sent. */
export function ReportDialog({ subject, name, onClose }: ReportDialogProps) {
  const t = useTexts();
  const textId = useId();
  const navigate = useNavigate();
  const toasts = useToasts();
  const report = useReport(subject);
  const [reason, setReason] = useState<ReportReason>();
  const send = (text: FormDataEntryValue | null): void => {
    if (!reason || report.isPending) return;
    report.mutate(
      { reason, ...(typeof text === 'string' && text.trim() !== '' && { text }) },
      {
        onSuccess: () => {
          onClose();
          const toReports = { label: t.reports.mine, run: () => void navigate('/me/reports') };
          toasts.show(t.reports.sent, { action: toReports });
        },
      },
    );
  };
  return (
    <ModalDialog title={t.reports.reportNamed({ name })} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          send(new FormData(event.currentTarget).get('text'));
        }}
        className="flex flex-col gap-4"
      >
        <fieldset className="flex flex-col">
          <legend className="mb-2 text-muted">{t.reports.question}</legend>
          {reportReasons.map((choice) => (
            <label key={choice} className="flex items-center gap-3 rounded-small px-1 py-1.5 hover:bg-hover">
              <input
                type="radio"
                name="reason"
                value={choice}
                required
                checked={reason === choice}
                onChange={() => {
                  setReason(choice);
                }}
                className="size-4 accent-accent"
              />
              {t.reports.reasons[choice]}
            </label>
          ))}
        </fieldset>
        <div className="flex flex-col gap-1.5">
          <label htmlFor={textId} className="text-muted">
            {t.reports.details}
          </label>
          <textarea
            id={textId}
            name="text"
            maxLength={limits.maxReportCodePoints}
            rows={3}
            className="w-full rounded-card border border-field bg-raised px-3 py-2 text-16"
          />
        </div>
        {report.isError && (
          <p role="alert" className="text-bad">
            {textFor(t.reports.failed, parseApiError(report.error).code) ?? t.reports.failedOther}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button variant="quiet" onClick={onClose}>
            {t.common.cancel}
          </Button>
          <Button type="submit" variant="primary" disabled={!reason || report.isPending}>
            {report.isPending ? t.reports.sending : t.reports.send}
          </Button>
        </div>
      </form>
    </ModalDialog>
  );
}
