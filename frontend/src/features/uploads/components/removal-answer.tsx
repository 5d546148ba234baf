import { useId } from 'react';
import { limits, parseApiError, type MediaItem } from '@media-feed/contract';
import { Button } from '../../../components/button.tsx';
import { useNow } from '../../../lib/clock.ts';
import { textFor } from '../../../lib/text/texts.ts';
import { useTexts } from '../../../lib/text/use-texts.ts';
import { useAppeal } from '../api/appeal.ts';

interface RemovalAnswerProps {
  readonly mediaId: string;
  readonly removal: NonNullable<MediaItem['removal']>;
}

/** What its owner answered to the removal of an item and what came of it, or where to answer while there is time. */
export function RemovalAnswer({ mediaId, removal: { appeal, until } }: RemovalAnswerProps) {
  const t = useTexts();
  const words = t.uploads.own.appeal;
  const id = useId();
  const nowMs = useNow();
  const answering = useAppeal(mediaId);
  if (appeal) return <p className="mt-1 text-ink">{words[appeal.outcome]}</p>;
  if (Date.parse(until) <= nowMs) return null;
  return (
    <details className="mt-1">
      <summary className="w-fit rounded-small text-12 font-semibold text-ink">
        {words.open({ time: t.format.dateTime(until) })}
      </summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const text = new FormData(event.currentTarget).get('text');
          if (typeof text === 'string' && !answering.isPending) answering.mutate({ text });
        }}
        className="mt-2 flex flex-col items-start gap-2"
      >
        <label htmlFor={id} className="text-muted">
          {words.label}
        </label>
        <textarea
          id={id}
          name="text"
          required
          maxLength={limits.maxAppealCodePoints}
          rows={4}
          className="w-full rounded-card border border-field bg-raised px-3 py-2 text-16"
        />
        {answering.isError && (
          <p role="alert" className="text-bad">
            {textFor(words.failed, parseApiError(answering.error).code) ?? words.failedOther}
          </p>
        )}
        <Button type="submit" variant="primary" disabled={answering.isPending}>
          {answering.isPending ? words.sending : words.send}
        </Button>
      </form>
    </details>
  );
}
