import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { isWorthShowing, Terminal } from './terminal.ts';

describe('which lines the terminal shows', () => {
  it.each([
    ['{"level":30,"msg":"request completed"}', false],
    ['{"level":"info","message":"published"}', false],
    ['{"level":50,"msg":"database is unavailable"}', true],
    ['{"level":"ERROR","message":"no"}', true],
    ['{"message":"without a level"}', true],
    ['Segmentation fault', true],
  ])('%s: %s', (line, shown) => {
    expect(isWorthShowing(line)).toBe(shown);
  });
});

describe('log files', () => {
  it('hold at most twice their size, the newest lines whole', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'media-feed-logs-'));
    const lineOf = (index: number) => JSON.stringify({ level: 'info', index });
    const terminal = new Terminal(folder, 200);
    for (let index = 0; index < 100; index++) terminal.line('api', lineOf(index));

    const read = (name: string) => readFile(join(folder, 'logs', name), 'utf8');
    const text = await read('api.log');
    const before = await read('api.log.1');

    for (const kept of [text, before]) expect(Buffer.byteLength(kept)).toBeLessThanOrEqual(200);
    const lines = `${before}${text}`.trim().split('\n');
    expect(lines).toEqual(
      Array.from({ length: lines.length }, (_, index) => lineOf(100 - lines.length + index)),
    );
    expect(lines.length).toBeGreaterThan(8);
    await rm(folder, { recursive: true });
  });
});
