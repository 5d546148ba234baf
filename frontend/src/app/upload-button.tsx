import { Plus } from 'lucide-react';
import { useRef } from 'react';
import { mediaTypes } from '@media-feed/contract';
import { Button } from '../components/button.tsx';
import { useAddFiles } from '../hooks/use-uploads.ts';

/** Some systems know these by their names only. */
const accepted = [...mediaTypes, '.heic', '.heif', '.mkv', '.mov', '.m4a', '.flac', '.opus', '.avif'].join();

export function UploadButton() {
  const input = useRef<HTMLInputElement>(null);
  const addFiles = useAddFiles();
  return (
    <>
      <Button variant="primary" onClick={() => input.current?.click()}>
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
          addFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = ''; // so that the same file can be chosen again
        }}
      />
    </>
  );
}
