import { ChevronRight } from 'lucide-react';
import type { MediaItem } from '@media-feed/contract';
import { useTexts } from '../../../lib/text/use-texts.ts';

/** What happened to an upload, step by step, and what is known of its file. */
export function UploadDetails({ item }: { readonly item: MediaItem }) {
  const { uploads, format } = useTexts();
  const { timeline = [], sha256, removal } = item;
  if (timeline.length === 0) return null;
  return (
    <details className="group mt-2">
      <summary className="flex w-fit list-none items-center gap-1 rounded-small text-12 font-semibold text-muted hover:text-ink [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden="true"
          className="size-3.5 transition-transform duration-120 group-open:rotate-90"
        />
        {uploads.details}
      </summary>
      <ol className="mt-2 ml-1.5 flex flex-col border-l border-line">
        {timeline.map(({ step, at }) => (
          <li
            key={`${step}-${at}`}
            className="relative flex flex-wrap justify-between gap-x-4 py-1 pl-4 text-12"
          >
            <span
              aria-hidden="true"
              className="absolute top-2.5 -left-[3.5px] size-1.5 rounded-full bg-muted"
            />
            <span>
              {step === 'REMOVED' && removal === null ? uploads.status.hidden : uploads.steps[step]}
            </span>
            <time dateTime={at} className="text-muted tabular-nums">
              {format.exactTime(at)}
            </time>
          </li>
        ))}
      </ol>
      {sha256 && (
        <dl className="mt-2 text-12">
          <dt>{uploads.sha256}</dt>
          <dd className="font-mono break-all text-muted">{sha256}</dd>
        </dl>
      )}
    </details>
  );
}
