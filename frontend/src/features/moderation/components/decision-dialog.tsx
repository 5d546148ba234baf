import { useId } from 'react';
import { limits, type CaseAction } from '@media-feed/contract';
import { Button } from '../../../components/button.tsx';
import { ModalDialog } from '../../../components/modal-dialog.tsx';
import { useTexts } from '../../../lib/text/use-texts.ts';

interface DecisionDialogProps {
  readonly action: Exclude<CaseAction, 'DISMISS'>;
  readonly isSending: boolean;
  readonly onDecide: (note: string) => void;
  readonly onClose: () => void;
}

/** Asks before something goes, and for a note that other operators read. */
export function DecisionDialog({ action, isSending, onDecide, onClose }: DecisionDialogProps) {
  const t = useTexts();
  const id = useId();
  return (
    <ModalDialog title={t.moderation.actions[action]} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const note = new FormData(event.currentTarget).get('note');
          onDecide(typeof note === 'string' ? note : '');
        }}
        className="flex flex-col gap-4"
      >
        <p className="text-muted">{t.moderation.consequences[action]}</p>
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
