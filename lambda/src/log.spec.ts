import { describe, expect, it } from '@jest/globals';
import { createLog, type LogLevel } from './log.ts';

function logged(level: LogLevel, use: (log: ReturnType<typeof createLog>) => void): unknown[] {
  const lines: string[] = [];
  use(createLog(level, { requestId: 'r' }, (line) => lines.push(line)));
  return lines.map((line) => JSON.parse(line) as unknown);
}

describe('a log', () => {
  it('writes one JSON object a line, with what it was told before', () => {
    const lines = logged('info', (log) => log.with({ mediaId: 'm' }).info('Inspected', { outcome: 'READY' }));

    expect(lines).toMatchObject([
      { level: 'info', message: 'Inspected', requestId: 'r', mediaId: 'm', outcome: 'READY' },
    ]);
  });

  it('leaves out what is below its level', () => {
    const lines = logged('warn', (log) => {
      log.debug('a');
      log.info('b');
      log.warn('c');
      log.error('d');
    });

    expect(lines).toMatchObject([{ message: 'c' }, { message: 'd' }]);
  });

  it('can be silent', () => {
    expect(logged('silent', (log) => log.error('x'))).toEqual([]);
  });

  it('tells errors with their causes', () => {
    const error = new Error('outer', { cause: new Error('inner') });

    const lines = logged('info', (log) => log.error('Failed', { error }));

    expect(lines).toMatchObject([{ error: { message: 'outer', cause: { message: 'inner' } } }]);
  });
});
