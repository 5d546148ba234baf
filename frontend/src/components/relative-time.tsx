import { useTexts } from '../lib/text/use-texts.ts';

/** "3 h", with the exact time as title. */
export function RelativeTime({ at, nowMs }: { readonly at: string; readonly nowMs: number }) {
  const { format } = useTexts();
  return (
    <time dateTime={at} title={format.dateTime(at)}>
      {format.relativeTime(at, nowMs)}
    </time>
  );
}
