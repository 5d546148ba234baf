/** Numbers, sizes, times and lists as people of one language and region write them. */

/** What stands beside numbers, from the language's catalogue. */
export interface Units {
  readonly now: string;
  readonly bytes: readonly [string, string, string, string, string];
  readonly second: string;
  readonly minute: string;
  readonly hour: string;
  readonly day: PluralForms;
}

/** What is said of one, two or many, by the rules of the language; `#` is the number. */
type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string };

export interface Formats {
  readonly number: (value: number) => string;
  readonly plural: (count: number, forms: PluralForms) => string;
  /** "1.2k", "12k", "1.2M"; below a thousand as it is. */
  readonly count: (count: number) => string;
  /** Decimal units, as file managers show them: "840 KB", "1.8 GB". */
  readonly bytes: (bytes: number) => string;
  /** How long something will still take: "28 s", "5 min", "1 h 20 min". */
  readonly timeLeft: (seconds: number) => string;
  /** "now", "5 min", "3 h", "2 d" up to a week, then the date. */
  readonly relativeTime: (iso: string, nowMs: number) => string;
  readonly dateTime: (iso: string) => string;
  /** To the second, for what follows fast upon each other. */
  readonly exactTime: (iso: string) => string;
  readonly month: (iso: string) => string;
  /** "1 rejected, 2 failed" */
  readonly list: (parts: readonly string[]) => string;
}

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const weekMs = 7 * dayMs;

/** `locale` is a BCP 47 tag such as `en-GB`. */
export function createFormats(locale: string, units: Units): Formats {
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const oneDigit = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  // By the language alone: British English writes a million as m.
  const compact = new Intl.NumberFormat(new Intl.Locale(locale).language, { notation: 'compact' });
  const plurals = new Intl.PluralRules(locale);
  const lists = new Intl.ListFormat(locale, { type: 'unit', style: 'short' });
  const dates = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, options);
    return (iso: string) => format.format(Date.parse(iso));
  };
  const dayOfYear = dates({ day: 'numeric', month: 'short' });
  const day = dates({ day: 'numeric', month: 'short', year: 'numeric' });
  const plural = (count: number, forms: PluralForms): string =>
    (forms[plurals.select(count)] ?? forms.other).replace('#', whole.format(count));

  return {
    number: (value) => whole.format(value),
    plural,
    // Intl writes K, the product k.
    count: (count) => compact.format(count).replace('K', 'k'),
    bytes(bytes) {
      let value = bytes;
      let unit = 0;
      while (unit < units.bytes.length - 1 && Math.round(value) >= 1000) {
        value /= 1000;
        unit += 1;
      }
      const format = unit === 0 || value >= 10 ? whole : oneDigit;
      return `${format.format(value)} ${units.bytes[unit] ?? ''}`;
    },
    timeLeft(seconds) {
      if (seconds < 60) return `${whole.format(Math.max(1, Math.ceil(seconds)))} ${units.second}`;
      const minutes = Math.ceil(seconds / 60);
      const hours = Math.floor(minutes / 60);
      return [
        hours > 0 && `${whole.format(hours)} ${units.hour}`,
        minutes % 60 > 0 && `${String(minutes % 60)} ${units.minute}`,
      ]
        .filter((part) => part !== false)
        .join(' ');
    },
    relativeTime(iso, nowMs) {
      const thenMs = Date.parse(iso);
      const agoMs = nowMs - thenMs;
      if (agoMs < minuteMs) return units.now;
      if (agoMs < hourMs) return `${String(Math.floor(agoMs / minuteMs))} ${units.minute}`;
      if (agoMs < dayMs) return `${String(Math.floor(agoMs / hourMs))} ${units.hour}`;
      if (agoMs < weekMs) return plural(Math.floor(agoMs / dayMs), units.day);
      const isSameYear = new Date(thenMs).getFullYear() === new Date(nowMs).getFullYear();
      return (isSameYear ? dayOfYear : day)(iso);
    },
    dateTime: dates({ dateStyle: 'medium', timeStyle: 'short' }),
    exactTime: dates({ dateStyle: 'medium', timeStyle: 'medium' }),
    month: dates({ month: 'long', year: 'numeric' }),
    list: (parts) => lists.format(parts),
  };
}

/** Length of a video or sound, the same everywhere: "0:42", "3:04", "1:02:09". */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const s = String(whole % 60).padStart(2, '0');
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${String(minutes)}:${s}`;
  return `${String(Math.floor(minutes / 60))}:${String(minutes % 60).padStart(2, '0')}:${s}`;
}
