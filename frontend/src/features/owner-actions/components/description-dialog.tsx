import { useId } from 'react';
import { limits } from '@media-feed/contract';
import { Button } from '../../../components/button.tsx';
import { ModalDialog } from '../../../components/modal-dialog.tsx';
import { useTexts } from '../../../lib/text/use-texts.ts';

interface DescriptionDialogProps {
  readonly initial: string;
  readonly isSaving: boolean;
  readonly onSave: (altText: string) => void;
  readonly onClose: () => void;
}

/** Asks what is to be seen or heard, for those who cannot, and for search. */
export function DescriptionDialog({ initial, isSaving, onSave, onClose }: DescriptionDialogProps) {
  const t = useTexts();
  const id = useId();
  return (
    <ModalDialog title={t.owner.description} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const text = new FormData(event.currentTarget).get('altText');
          onSave(typeof text === 'string' ? text.replaceAll(/\s+/gu, ' ').trim() : '');
        }}
        className="flex flex-col gap-4"
      >
        <div className="flex flex-col gap-1.5">
          <label htmlFor={id} className="text-muted">
            {t.owner.descriptionHint}
          </label>
          <textarea
            id={id}
            name="altText"
            defaultValue={initial}
            maxLength={limits.maxAltTextCodePoints}
            rows={4}
            className="w-full rounded-card border border-field bg-raised px-3 py-2 text-16"
          />
        </div>
        <div className="flex justify-end gap-2">
          <Button variant="quiet" onClick={onClose}>
            {t.common.cancel}
          </Button>
          <Button type="submit" variant="primary" disabled={isSaving}>
            {isSaving ? t.common.saving : t.common.save}
          </Button>
        </div>
      </form>
    </ModalDialog>
  );
}
