import { useRef } from 'react';
import type { Upload } from '@media-feed/uploader';
import { useTexts } from '../../../lib/text/use-texts.ts';
import { useUploader } from '../uploader-context.ts';

const linkClass = 'rounded-small text-12 font-semibold text-accent underline';

/** How an upload of an earlier visit gets its file back: by one click where the browser keeps it, else by hand. */
export function ProvideFile({ upload: { id, fileName, hasHandle } }: { readonly upload: Upload }) {
  const t = useTexts().uploads;
  const { files } = useUploader();
  const input = useRef<HTMLInputElement>(null);
  if (hasHandle) {
    return (
      <button type="button" className={linkClass} onClick={() => void files.reopen(id)}>
        {t.resume}
      </button>
    );
  }
  return (
    <>
      <button type="button" className={linkClass} onClick={() => input.current?.click()}>
        {t.pickAgain}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={t.pickNamedAgain({ file: fileName })}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          if (file) void files.pick(id, file);
          event.currentTarget.value = ''; // so that the same file can be chosen again
        }}
      />
    </>
  );
}
