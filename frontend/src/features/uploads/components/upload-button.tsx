import { Plus } from 'lucide-react';
import { useRef } from 'react';
import { Button } from '../../../components/button.tsx';
import { useTexts } from '../../../lib/text/use-texts.ts';
import { acceptAttribute, acceptByType } from '../accepted-files.ts';
import { useAddFiles } from '../hooks/use-uploads.ts';
import { canPickWithHandles, pickWithHandles, withoutHandle } from '@media-feed/uploader';

export function UploadButton() {
  const t = useTexts().uploads;
  const input = useRef<HTMLInputElement>(null);
  const addFiles = useAddFiles();
  const choose = (): void => {
    if (!canPickWithHandles()) input.current?.click();
    else {
      void pickWithHandles(acceptByType).then(addFiles, () => {
        input.current?.click();
      });
    }
  };
  return (
    <>
      <Button variant="primary" onClick={choose}>
        <Plus aria-hidden="true" className="-ml-1 size-4.5" strokeWidth={2.5} />
        {t.upload}
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={acceptAttribute}
        aria-label={t.choose}
        onChange={(event) => {
          addFiles([...(event.currentTarget.files ?? [])].map(withoutHandle));
          event.currentTarget.value = ''; // so that the same file can be chosen again
        }}
      />
    </>
  );
}
