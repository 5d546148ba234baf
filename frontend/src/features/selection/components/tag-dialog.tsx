import { useState } from 'react';
import { isTag, type MediaItem } from '@media-feed/contract';
import { Button } from '../../../components/button.tsx';
import { TextField } from '../../../components/field.tsx';
import { ModalDialog } from '../../../components/modal-dialog.tsx';
import { useTexts } from '../../../lib/text/use-texts.ts';
import { useTagMany } from '../api/batch.ts';

interface TagDialogProps {
  readonly items: readonly MediaItem[];
  /** Called once they have it. */
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** Asks for a tag, and puts it behind the captions of all items. */
export function TagDialog({ items, onDone, onClose }: TagDialogProps) {
  const { selection: t, common } = useTexts();
  const [text, setText] = useState('');
  const { tag, isSaving } = useTagMany(onDone);
  const wanted = text.trim().replace(/^#/u, '').normalize('NFC');
  const isWrong = wanted !== '' && !isTag(wanted);
  return (
    <ModalDialog title={t.tagTitle({ count: items.length })} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isTag(wanted)) tag(items, wanted);
        }}
        className="flex flex-col gap-4"
      >
        <TextField
          label={t.tagLabel}
          hint={t.tagHint}
          error={isWrong ? t.tagWrong : undefined}
          value={text}
          autoCapitalize="none"
          autoComplete="off"
          onChange={({ target }) => {
            setText(target.value);
          }}
        />
        <div className="flex justify-end gap-2">
          <Button variant="quiet" onClick={onClose}>
            {common.cancel}
          </Button>
          <Button type="submit" variant="primary" disabled={isSaving || !isTag(wanted)}>
            {isSaving ? common.saving : t.tagSubmit}
          </Button>
        </div>
      </form>
    </ModalDialog>
  );
}
