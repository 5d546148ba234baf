import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { callDescriptions } from './call-descriptions.ts';
import { type Call, type CallName, calls } from './calls.ts';

const rows = Object.entries(calls) as [CallName, Call][];

/** The public list, which clients were promised: a call never changes without it. */
const documented = readFileSync(new URL('../../docs/api.md', import.meta.url), 'utf8')
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .filter(([, call = '']) => /^`(GET|POST|PATCH|DELETE) \//.test(call))
  .map(([, call = '', status = '', summary = '']) => `${call} ${status} ${summary}`);

describe('the calls', () => {
  it('are those of docs/api.md, with the same status', () => {
    const expected = rows.map(
      ([name, { method, path, status }]) =>
        `\`${method} ${path}\` ${String(status)} ${callDescriptions[name].summary}`,
    );
    expect(documented.sort()).toEqual(expected.sort());
  });

  it.each(rows)('%s has an answer exactly where its status has a body', (_name, call) => {
    const hasAnswer = call.answer !== undefined || call.contentType !== undefined;
    // 202 says that something will happen, and has a body where there is more to say.
    if (call.status !== 202) expect(hasAnswer).toBe(call.status !== 204);
    expect(call.method === 'GET' && call.body !== undefined).toBe(false);
  });
});
