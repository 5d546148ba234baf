import { useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { MediaTextsFields } from '../../../components/media-texts-fields.tsx';
import { ModalDialog } from '../../../components/modal-dialog.tsx';
import { objectionTo, type WrittenTexts } from '../../../lib/media/media-texts.ts';
import { useTagCompletion } from '../../../lib/media/use-tag-completion.ts';
import { useTexts } from '../../../lib/text/use-texts.ts';

interface TextsDialogProps {
  readonly initial: WrittenTexts;
  readonly isSaving: boolean;
  readonly onSave: (texts: WrittenTexts) => void;
  readonly onClose: () => void;
}

/** Asks for the words of an item: what it is about, and what those hear who cannot see it. */
export function TextsDialog({ initial, isSaving, onSave, onClose }: TextsDialogProps) {
  const t = useTexts();
  const [texts, setTexts] = useState(initial);
  const completion = useTagCompletion();
  const isRefused =
    objectionTo(t, 'caption', texts.caption) !== undefined ||
    objectionTo(t, 'altText', texts.altText) !== undefined;
  return (
    <ModalDialog title={t.owner.edit} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!isRefused) onSave(texts);
        }}
        className="flex flex-col gap-4"
      >
        <MediaTextsFields texts={texts} completion={completion} onChange={setTexts} />
        <div className="flex justify-end gap-2">
          <Button variant="quiet" onClick={onClose}>
            {t.common.cancel}
          </Button>
          <Button type="submit" variant="primary" disabled={isSaving || isRefused}>
            {isSaving ? t.common.saving : t.common.save}
          </Button>
        </div>
      </form>
    </ModalDialog>
  );
}
