import { describe, expect, it } from '@jest/globals';
import { type LogEntry, parseLogLine, renderTimeline, timelineOf } from './timeline.ts';

const line = (program: string, second: number, fields: object): LogEntry => {
  const time = new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString();
  const entry = parseLogLine(program, JSON.stringify({ level: 'info', time, pid: 1, ...fields }));
  if (!entry) throw new Error('Not a line');
  return entry;
};
const entries = [
  line('api', 5, { msg: 'Inspection result received', mediaId: 'm1', messageId: 'q1', outcome: 'READY' }),
  line('api', 0, { msg: 'Upload requested', mediaId: 'm1', requestId: 'r1' }),
  line('api', 1, { msg: 'Request answered', requestId: 'r1', status: 201 }),
  line('functions', 3, { message: 'Upload inspected', mediaId: 'm1', requestId: 'l1', messageId: 'q1' }),
  line('functions', 3.5, { message: 'Upload inspected', mediaId: 'm2', requestId: 'l1', messageId: 'q2' }),
  line('functions', 4, { message: 'Invocation ended', requestId: 'l1' }),
  line('api', 6, {
    msg: 'Request answered',
    requestId: 'r2',
    params: { mediaId: 'm1' },
    route: '/media/:mediaId',
  }),
  line('api', 7, { msg: 'Request answered', requestId: 'r3', params: { mediaId: 'm2' } }),
  line('api', 8, { msg: 'Request answered', requestId: 'r4' }),
];
const lines = (id: string) => timelineOf(entries, id).map(({ program, message }) => `${program}: ${message}`);

describe('the timeline of an upload', () => {
  const whole = [
    'api: Upload requested',
    'api: Request answered',
    'functions: Upload inspected',
    'functions: Invocation ended',
    'api: Inspection result received',
    'api: Request answered',
  ];

  it.each(['m1', 'r1', 'q1'])('is the same whole one by %s, in the order of time', (id) => {
    expect(lines(id)).toEqual(whole);
  });

  it('of a request without an upload is that request', () => {
    expect(lines('r4')).toEqual(['api: Request answered']);
  });

  it('of an id that nobody knows is empty', () => {
    expect(lines('m9')).toEqual([]);
  });

  it('reads as one line an entry, with seconds since its begin', () => {
    expect(renderTimeline(timelineOf(entries, 'm1')).split('\n')[4]).toBe(
      '2026-01-01T00:00:05.000Z  +    5.000 s  api       Inspection result received  outcome=READY messageId=q1',
    );
  });
});

describe('a log line', () => {
  it.each(['', 'Segmentation fault', '{"level":"info"}', '[]', 'null'])('that is none: %j', (text) => {
    expect(parseLogLine('api', text)).toBeUndefined();
  });
});
