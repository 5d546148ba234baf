/** One JSON object a line on standard output, where CloudWatch reads it. Ids only, no personal data. */
const levels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof levels)[number];
type Facts = Readonly<Record<string, unknown>>;

export interface Log {
  debug(message: string, facts?: Facts): void;
  info(message: string, facts?: Facts): void;
  warn(message: string, facts?: Facts): void;
  error(message: string, facts?: Facts): void;
  /** The same log, with `facts` on every line. */
  with(facts: Facts): Log;
}

export function createLog(
  level: LogLevel,
  facts: Facts = {},
  write: (line: string) => void = (line) => process.stdout.write(line),
): Log {
  const at =
    (own: LogLevel) =>
    (message: string, more: Facts = {}) => {
      if (levels.indexOf(own) < levels.indexOf(level)) return;
      const line = { level: own, time: new Date().toISOString(), message, ...facts, ...more };
      write(`${JSON.stringify(line, describeErrors)}\n`);
    };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    with: (more) => createLog(level, { ...facts, ...more }, write),
  };
}

function describeErrors(_key: string, value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  const { name, message, stack, cause } = value;
  return { name, message, stack, ...(cause === undefined ? {} : { cause }) };
}
