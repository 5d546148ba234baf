/** `calls.json` is what the programs do today: recorded anew from the real ones, over real storage and queues. */
import { readFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import { callsFile, recordCalls } from './support/record-calls.ts';

it('calls.json holds the calls of the programs as they are; support/record-calls.ts writes it anew', async () => {
  const kept = JSON.parse(await readFile(callsFile, 'utf8')) as unknown;
  expect(await recordCalls()).toEqual(kept);
}, 180_000);
