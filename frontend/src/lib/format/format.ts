/** Sizes, lengths, times and counts as people read them. */

const units = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** Decimal units, as file managers show them: "840 KB", "1.8 GB". */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (unit < units.length - 1 && Math.round(value) >= 1000) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 10 ? 0 : 1;
  return `${trimZero(value.toFixed(digits))} ${units[unit] ?? 'B'}`;
}

/** "1.2k", "12k", "1.2M"; below a thousand as it is. */
export function formatCount(count: number): string {
  if (count < 1000) return String(count);
  const [value, suffix] = count < 999_500 ? [count / 1000, 'k'] : [count / 1_000_000, 'M'];
  return `${value < 9.95 ? trimZero(value.toFixed(1)) : String(Math.round(value))}${suffix}`;
}

/** Length of a video or sound: "0:42", "3:04", "1:02:09". */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const s = String(whole % 60).padStart(2, '0');
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${String(minutes)}:${s}`;
  return `${String(Math.floor(minutes / 60))}:${String(minutes % 60).padStart(2, '0')}:${s}`;
}

/** The same for ears: "3 minutes 4 seconds". */
export function speakDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const parts: [number, string][] = [
    [Math.floor(whole / 3600), 'hour'],
    [Math.floor(whole / 60) % 60, 'minute'],
    [whole % 60, 'second'],
  ];
  const spoken = parts.filter(([n]) => n > 0).map(([n, unit]) => `${String(n)} ${unit}${n === 1 ? '' : 's'}`);
  return spoken.join(' ') || '0 seconds';
}

/** How long something will still take: "28 s", "5 min", "1 h 20 min". */
export function formatTimeLeft(seconds: number): string {
  if (seconds < 60) return `${String(Math.max(1, Math.ceil(seconds)))} s`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return `${String(minutes)} min`;
  const rest = minutes % 60;
  return `${String(Math.floor(minutes / 60))} h${rest ? ` ${String(rest)} min` : ''}`;
}

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const weekMs = 7 * dayMs;

/** "now", "5 min", "3 h", "2 d" up to a week, then the date in the reader's locale. */
export function formatRelativeTime(iso: string, nowMs: number, locale?: string): string {
  const then = Date.parse(iso);
  const agoMs = nowMs - then;
  if (agoMs < minuteMs) return 'now';
  if (agoMs < hourMs) return `${String(Math.floor(agoMs / minuteMs))} min`;
  if (agoMs < dayMs) return `${String(Math.floor(agoMs / hourMs))} h`;
  if (agoMs < weekMs) return `${String(Math.floor(agoMs / dayMs))} d`;
  const sameYear = new Date(then).getFullYear() === new Date(nowMs).getFullYear();
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    ...(!sameYear && { year: 'numeric' }),
  }).format(then);
}

export function formatDateTime(iso: string, locale?: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(Date.parse(iso));
}

export function formatMonth(iso: string, locale?: string): string {
  return new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric' }).format(Date.parse(iso));
}

const trimZero = (text: string): string => text.replace(/\.0$/, '');
