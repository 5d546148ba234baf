import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { BufferedLogDestination } from './buffered-log-destination.ts';

function recorder() {
  const written: string[] = [];
  const output = {
    flushed: 0,
    write: (text: string) => {
      written.push(text);
    },
    flushSync: () => {
      output.flushed += 1;
    },
  };
  return { written, output, lines: new BufferedLogDestination(output) };
}

describe('BufferedLogDestination', () => {
  it('hands many lines on in one write, in their order', async () => {
    const { written, lines } = recorder();
    for (const line of ['one\n', 'two\n', 'three\n']) lines.write(line);
    expect(written).toEqual([]);
    await wait(400);
    expect(written).toEqual(['one\ntwo\nthree\n']);
  });

  it('does not wait once there is much', () => {
    const { written, lines } = recorder();
    const line = `${'x'.repeat(999)}\n`;
    for (let index = 0; index < 70; index++) lines.write(line);
    expect(written).toEqual([line.repeat(66)]);
  });

  it('writes what it holds before an end', () => {
    const { written, output, lines } = recorder();
    lines.write('the last words\n');
    lines.flushSync();
    expect(written).toEqual(['the last words\n']);
    expect(output.flushed).toBe(1);
  });

  it('goes on after that', async () => {
    const { written, lines } = recorder();
    lines.flushSync();
    lines.write('more\n');
    await wait(400);
    expect(written).toEqual(['more\n']);
  });
});
