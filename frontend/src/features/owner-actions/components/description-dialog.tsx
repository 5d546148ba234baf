import { useEffect, useId, useRef } from 'react';
import { limits } from '@media-feed/contract';
import { Button } from '../../../components/button.tsx';
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
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={`${id}-title`}
      onClose={onClose}
      onKeyDown={(event) => {
        event.stopPropagation(); // the viewer's keys are for the viewer
      }}
      className="m-auto w-full max-w-110 animate-rise rounded-float border border-line bg-raised p-6 text-ink shadow-float backdrop:bg-black/50"
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const text = new FormData(event.currentTarget).get('altText');
          onSave(typeof text === 'string' ? text.replaceAll(/\s+/gu, ' ').trim() : '');
        }}
        className="flex flex-col gap-4"
      >
        <h2 id={`${id}-title`} className="text-20 font-semibold tracking-tight">
          {t.owner.description}
        </h2>
        <div className="flex flex-col gap-1.5">
          <label htmlFor={`${id}-text`} className="text-muted">
            {t.owner.descriptionHint}
          </label>
          <textarea
            id={`${id}-text`}
            name="altText"
            defaultValue={initial}
            maxLength={limits.maxAltTextCodePoints}
            rows={4}
            className="w-full rounded-card border border-field bg-raised px-3 py-2 text-16"
          />
        </div>
        <div className="flex justify-end gap-2">
          <Button variant="quiet" onClick={() => dialog.current?.close()}>
            {t.common.cancel}
          </Button>
          <Button type="submit" variant="primary" disabled={isSaving}>
            {isSaving ? t.common.saving : t.common.save}
          </Button>
        </div>
      </form>
    </dialog>
  );
}
