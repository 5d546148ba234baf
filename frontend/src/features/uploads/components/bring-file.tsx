import { useRef } from 'react';
import type { Upload } from '@media-feed/uploader';
import { uploadFiles } from '../uploads.ts';

const linkClass = 'rounded-small text-12 font-semibold text-accent underline';

/** How an upload of an earlier visit gets its file back: by one click where the browser keeps it, else by hand. */
export function BringFile({ upload: { id, fileName, hasHandle } }: { readonly upload: Upload }) {
  const input = useRef<HTMLInputElement>(null);
  if (hasHandle) {
    return (
      <button type="button" className={linkClass} onClick={() => void uploadFiles.reopen(id)}>
        Resume
      </button>
    );
  }
  return (
    <>
      <button type="button" className={linkClass} onClick={() => input.current?.click()}>
        Pick the file again
      </button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={`Pick ${fileName} again`}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          if (file) void uploadFiles.pick(id, file);
          event.currentTarget.value = ''; // so that the same file can be chosen again
        }}
      />
    </>
  );
}
