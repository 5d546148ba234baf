import { formatDateTime, formatRelativeTime } from '../lib/format/format.ts';

/** "3 h", with the exact time as title. */
export function RelativeTime({ at, nowMs }: { readonly at: string; readonly nowMs: number }) {
  return (
    <time dateTime={at} title={formatDateTime(at)}>
      {formatRelativeTime(at, nowMs)}
    </time>
  );
}
