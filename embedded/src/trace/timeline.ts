/** Which log lines belong to one upload or request, and in which order. */

export interface LogEntry {
  readonly program: string;
  /** ISO 8601. */
  readonly time: string;
  readonly message: string;
  readonly requestId?: string | undefined;
  readonly mediaId?: string | undefined;
  readonly messageId?: string | undefined;
  /** Every other field of the line. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/** What every line carries and nobody asks for. */
const housekeeping = new Set(['level', 'service', 'pid', 'context', 'time', 'msg', 'message']);

/** Undefined for a line that is no structured one. */
export function parseLogLine(program: string, line: string): LogEntry | undefined {
  const fields = parseObject(line);
  if (!fields) return undefined;
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
  const time = text(fields.time);
  if (time === undefined) return undefined;
  const params = fields.params as { mediaId?: unknown } | undefined;
  const { requestId, mediaId, messageId, ...rest } = fields;
  return {
    program,
    time,
    message: text(fields.msg) ?? text(fields.message) ?? '',
    requestId: text(requestId),
    mediaId: text(mediaId) ?? text(params?.mediaId),
    messageId: text(messageId),
    facts: Object.fromEntries(Object.entries(rest).filter(([name]) => !housekeeping.has(name))),
  };
}

/**
 * All that happened to the upload that `id` names, by media, request or message id: the lines of that upload, and
 * those of the requests and invocations in which it was handled, but for what these did for other uploads.
 */
export function timelineOf(entries: readonly LogEntry[], id: string): LogEntry[] {
  const direct = entries.filter(({ requestId, mediaId, messageId }) =>
    [requestId, mediaId, messageId].includes(id),
  );
  const uploads = new Set(direct.flatMap(({ mediaId }) => mediaId ?? []));
  const ofUploads = entries.filter(({ mediaId }) => mediaId !== undefined && uploads.has(mediaId));
  const requests = new Set(ofUploads.flatMap(({ requestId }) => requestId ?? []));
  const timeline = entries.filter((entry) => {
    if (direct.includes(entry)) return true;
    if (entry.mediaId !== undefined) return uploads.has(entry.mediaId);
    return entry.requestId !== undefined && requests.has(entry.requestId);
  });
  return timeline.sort((a, b) => a.time.localeCompare(b.time));
}

/** One line an entry: seconds since the first, who, what, and the facts. */
export function renderTimeline(timeline: readonly LogEntry[]): string {
  const begin = Date.parse(timeline[0]?.time ?? '');
  const lines = timeline.map(({ time, program, message, requestId, messageId, facts }) => {
    const seconds = ((Date.parse(time) - begin) / 1000).toFixed(3).padStart(9);
    const known = Object.entries({ ...facts, requestId, messageId }).filter(
      ([, value]) => value !== undefined,
    );
    const details = known.map(
      ([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
    );
    return `${time}  +${seconds} s  ${program.padEnd(10)}${message}${details.length > 0 ? `  ${details.join(' ')}` : ''}`;
  });
  return lines.join('\n');
}

function parseObject(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
