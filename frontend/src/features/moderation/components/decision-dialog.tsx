import { useId } from 'react';
import {
  limits,
  reportReasons,
  type CaseAction,
  type DecisionBody,
  type ReportReason,
} from '@media-feed/contract';
import { Button } from '../../../components/button.tsx';
import { ModalDialog } from '../../../components/modal-dialog.tsx';
import { useTexts } from '../../../lib/text/use-texts.ts';

interface DecisionDialogProps {
  readonly action: Extract<CaseAction, 'REMOVE' | 'SUSPEND'>;
  /** What the case was reported for, to begin with. */
  readonly reason: ReportReason;
  readonly isSending: boolean;
  readonly onDecide: (body: DecisionBody) => void;
  readonly onClose: () => void;
}

/** Asks before something goes: why, for the owner of what is removed, and for a note that other operators read. */
export function DecisionDialog({ action, reason, isSending, onDecide, onClose }: DecisionDialogProps) {
  const t = useTexts();
  const id = useId();
  return (
    <ModalDialog title={t.moderation.actions[action]} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const form = new FormData(event.currentTarget);
          const field = (name: string): string => {
            const value = form.get(name);
            return typeof value === 'string' ? value : '';
          };
          const chosen = reportReasons.find((one) => one === field('reason'));
          onDecide({
            action,
            note: field('note'),
            ...(action === 'REMOVE' && { reason: chosen ?? 'OTHER', text: field('text') }),
          });
        }}
        className="flex flex-col gap-4"
      >
        <p className="text-muted">{t.moderation.consequences[action]}</p>
        {action === 'REMOVE' && (
          <>
            <div className="flex flex-col gap-1.5">
              <label htmlFor={`${id}-reason`} className="text-muted">
                {t.moderation.removalReason}
              </label>
              <select
                id={`${id}-reason`}
                name="reason"
                defaultValue={reason}
                className="h-11 w-full rounded-card border border-field bg-raised px-3 text-16"
              >
                {reportReasons.map((one) => (
                  <option key={one} value={one}>
                    {t.reports.reasons[one]}
                  </option>
                ))}
              </select>
            </div>
            <div className="flex flex-col gap-1.5">
              <label htmlFor={`${id}-text`} className="text-muted">
                {t.moderation.removalText}
              </label>
              <textarea
                id={`${id}-text`}
                name="text"
                maxLength={limits.maxRemovalTextCodePoints}
                rows={3}
                className="w-full rounded-card border border-field bg-raised px-3 py-2 text-16"
              />
            </div>
          </>
        )}
        <div className="flex flex-col gap-1.5">
          <label htmlFor={id} className="text-muted">
            {t.moderation.note}
          </label>
          <textarea
            id={id}
            name="note"
            maxLength={limits.maxModerationNoteCodePoints}
            rows={3}
            className="w-full rounded-card border border-field bg-raised px-3 py-2 text-16"
          />
        </div>
        <div className="flex justify-end gap-2">
          <Button variant="quiet" onClick={onClose}>
            {t.common.cancel}
          </Button>
          <Button type="submit" variant="danger" disabled={isSending}>
            {t.moderation.actions[action]}
          </Button>
        </div>
      </form>
    </ModalDialog>
  );
}
