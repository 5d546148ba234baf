import { Plus } from 'lucide-react';
import { useRef } from 'react';
import { mediaTypes } from '@media-feed/contract';
import { Button } from '../../../components/button.tsx';
import { useAddFiles } from '../hooks/use-uploads.ts';
import { canPickWithHandles, pickWithHandles, withoutHandle } from '@media-feed/uploader';

/** Some systems know these by their names only. */
const extensions = ['.heic', '.heif', '.mkv', '.mov', '.m4a', '.flac', '.opus', '.avif'] as const;
const accepted = [...mediaTypes, ...extensions].join();
/** The same for the picker that gives handles; there an extension stands with some type. */
const acceptedByType = {
  ...Object.fromEntries(mediaTypes.map((type) => [type, []])),
  'video/mp4': extensions,
};

export function UploadButton() {
  const input = useRef<HTMLInputElement>(null);
  const addFiles = useAddFiles();
  const choose = (): void => {
    if (!canPickWithHandles()) input.current?.click();
    else {
      void pickWithHandles(acceptedByType).then(addFiles, () => {
        input.current?.click();
      });
    }
  };
  return (
    <>
      <Button variant="primary" onClick={choose}>
        <Plus aria-hidden="true" className="-ml-1 size-4.5" strokeWidth={2.5} />
        Upload
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={accepted}
        aria-label="Choose files to upload"
        onChange={(event) => {
          addFiles([...(event.currentTarget.files ?? [])].map(withoutHandle));
          event.currentTarget.value = ''; // so that the same file can be chosen again
        }}
      />
    </>
  );
}
