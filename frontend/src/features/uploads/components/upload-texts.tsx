import { MessageSquareText } from 'lucide-react';
import { useId, useState } from 'react';
import { hasUnsavedTexts, type Upload } from '@media-feed/uploader';
import { ChosenText } from '../../../components/chosen-text.tsx';
import { MediaTextsFields } from '../../../components/media-texts-fields.tsx';
import { useTagCompletion } from '../../../lib/media/use-tag-completion.ts';
import { useTexts } from '../../../lib/text/use-texts.ts';
import { useUploader } from '../uploader-context.ts';

/** Caption and description of an upload, written while its bytes travel. What is written is sent as the fields are left. */
export function UploadTexts({ upload }: { readonly upload: Upload }) {
  const { uploads: t } = useTexts();
  const { engine } = useUploader();
  const id = useId();
  const [isOpen, setIsOpen] = useState(false);
  const completion = useTagCompletion();
  const { caption } = upload.texts;
  return (
    <div className="mt-1.5">
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => {
          setIsOpen(!isOpen);
        }}
        className="flex max-w-full items-center gap-1.5 rounded-small text-12 font-semibold text-accent hover:underline"
      >
        <MessageSquareText aria-hidden="true" className="size-3.5 shrink-0" />
        {isOpen ? t.hideTexts : caption === '' ? t.addTexts : t.editTexts}
      </button>
      {!isOpen && caption !== '' && (
        <p className="mt-1 line-clamp-2 text-12 [overflow-wrap:anywhere]">
          <ChosenText>{caption}</ChosenText>
        </p>
      )}
      {isOpen && (
        <div
          id={id}
          onBlur={(event) => {
            if (!event.currentTarget.contains(event.relatedTarget)) void engine.saveTexts(upload.id);
          }}
          className="mt-2 flex flex-col gap-3"
        >
          <MediaTextsFields
            texts={upload.texts}
            completion={completion}
            onChange={(texts) => {
              engine.describe(upload.id, texts);
            }}
          />
        </div>
      )}
      <SavingNote upload={upload} />
    </div>
  );
}

function SavingNote({ upload }: { readonly upload: Upload }) {
  const { uploads: t, common } = useTexts();
  const { engine } = useUploader();
  const isWritten = Object.values(upload.texts).some(Boolean);
  const isUnsaved = hasUnsavedTexts(upload);
  if (upload.textsSaving === 'failed') {
    return (
      <p role="alert" className="mt-1 text-12 text-bad">
        {t.textsFailed}{' '}
        <button
          type="button"
          onClick={() => void engine.saveTexts(upload.id)}
          className="rounded-small font-semibold underline"
        >
          {common.tryAgain}
        </button>
      </p>
    );
  }
  const note =
    upload.textsSaving === 'sending'
      ? t.textsSending
      : isUnsaved
        ? isWritten && upload.mediaId === null && t.textsGoAlong
        : isWritten && t.textsSaved;
  return <p className="mt-1 text-12 text-muted empty:hidden">{note}</p>;
}
