import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { SseParser } from './sse-parser.ts';

const stream = [
  ': welcome',
  '',
  'id: 7',
  'event: media.updated',
  'data: {"id":"a",',
  'data: "status":"READY"}',
  '',
  'data:no space',
  'retry: 10',
  '',
  'event: nothing to say',
  '',
  'data',
  '',
  '',
].join('\n');

const expected = [
  { name: 'media.updated', data: '{"id":"a",\n"status":"READY"}', id: '7' },
  { name: 'message', data: 'no space', id: '7' },
  { name: 'message', data: '', id: '7' },
];

describe('SseParser', () => {
  it.each(['\n', '\r\n', '\r'])('reads lines that end with %j', (lineEnd) => {
    const parser = new SseParser();
    expect(parser.feed(`${stream.replaceAll('\n', lineEnd)}:\n`)).toEqual(expected);
  });

  it('does not care where the pieces are cut', () => {
    const text = `\uFEFF${stream.replaceAll('\n', '\r\n')}`;
    fc.assert(
      fc.property(fc.array(fc.nat(text.length)), (cuts) => {
        const parser = new SseParser();
        const edges = [0, ...cuts.sort((a, b) => a - b), text.length];
        const events = edges.flatMap((edge, index) =>
          parser.feed(text.slice(edge, edges[index + 1] ?? edge)),
        );
        expect(events.concat(parser.feed(':\n'))).toEqual(expected);
      }),
    );
  });

  it('keeps an event back until it is complete', () => {
    const parser = new SseParser('3');
    expect(parser.feed('data: half')).toEqual([]);
    expect(parser.feed(' and half\n')).toEqual([]);
    expect(parser.feed('\n')).toEqual([{ name: 'message', data: 'half and half', id: '3' }]);
  });

  it('refuses an id with NUL', () => {
    const parser = new SseParser('3');
    expect(parser.feed('id: 4\0\ndata: x\n\n')).toEqual([{ name: 'message', data: 'x', id: '3' }]);
  });
});
