import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { IconButton } from '../../../components/button.tsx';
import { ProgressBar } from '../../../components/progress-bar.tsx';
import { useStore } from '../../../lib/hooks/use-store.ts';
import { useTexts } from '../../../lib/text/use-texts.ts';
import { useUploads } from '../hooks/use-uploads.ts';
import { hasEnded, needsPage } from '@media-feed/uploader';
import { summarize } from '../upload-messages.ts';
import { useUploader } from '../uploader-context.ts';
import { UploadRow } from './upload-row.tsx';

/** Every upload of this visit with where it stands: a card that folds to a pill, on phones a sheet. */
export function UploadTray({ isInert }: { readonly isInert: boolean }) {
  const t = useTexts();
  const uploader = useUploader();
  const uploads = useUploads();
  const previews = useStore(uploader.previews);
  const [isFolded, setIsFolded] = useState(false);
  const summary = summarize(t, uploads);
  useAskBeforeLeaving(uploads.some(needsPage));
  useUnfoldOnMore(uploads.length, setIsFolded);
  if (uploads.length === 0) return null;
  return (
    <section
      aria-label={t.uploads.title}
      inert={isInert}
      className={`fixed right-4 bottom-4 z-44 flex max-h-[min(520px,70dvh)] w-92 animate-rise flex-col overflow-hidden rounded-float border border-line bg-raised shadow-float phone:inset-x-2 phone:bottom-[calc(var(--tab-bar-height)+8px)] phone:w-auto ${isFolded ? 'w-64 phone:left-auto phone:w-64' : ''}`}
    >
      <header className="flex items-center gap-2 py-1.5 pr-2 pl-4">
        <h2 className="font-semibold">
          <span role="status">{summary.title}</span>
        </h2>
        {summary.note && <span className="text-12 text-bad">{summary.note}</span>}
        <span className="grow" />
        <IconButton
          label={isFolded ? t.uploads.unfold : t.uploads.fold}
          aria-expanded={!isFolded}
          onClick={() => {
            setIsFolded(!isFolded);
          }}
          className="size-8 text-muted"
        >
          {isFolded ? (
            <ChevronUp aria-hidden="true" className="size-4.5" />
          ) : (
            <ChevronDown aria-hidden="true" className="size-4.5" />
          )}
        </IconButton>
        {uploads.every(hasEnded) && (
          <IconButton
            label={t.uploads.closeAll}
            className="size-8 text-muted"
            onClick={() => {
              uploader.engine.removeEnded();
            }}
          >
            <X aria-hidden="true" className="size-4.5" />
          </IconButton>
        )}
      </header>
      {isFolded ? (
        summary.isBusy && (
          <div className="px-4 pb-3">
            <ProgressBar label={t.uploads.all} value={summary.progress} />
          </div>
        )
      ) : (
        <ul className="overflow-y-auto overscroll-contain border-t border-line py-1">
          {uploads.map((upload) => (
            <UploadRow key={upload.id} upload={upload} preview={previews.get(upload.id)} />
          ))}
        </ul>
      )}
    </section>
  );
}

function useAskBeforeLeaving(isNeeded: boolean): void {
  useEffect(() => {
    if (!isNeeded) return;
    const ask = (event: BeforeUnloadEvent): void => {
      event.preventDefault();
    };
    window.addEventListener('beforeunload', ask);
    return () => {
      window.removeEventListener('beforeunload', ask);
    };
  }, [isNeeded]);
}

function useUnfoldOnMore(count: number, setIsFolded: (isFolded: boolean) => void): void {
  const before = useRef(count);
  useEffect(() => {
    if (count > before.current) setIsFolded(false);
    before.current = count;
  }, [count, setIsFolded]);
}
