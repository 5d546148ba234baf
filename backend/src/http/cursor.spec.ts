import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { ValidationError } from '../errors/errors.ts';

const schema = z.strictObject({ at: z.iso.datetime(), id: z.uuid() });
const position = { at: '2026-11-24T10:00:00.000Z', id: '01890a5d-ac96-774b-bcce-b302099a8057' };

describe('cursors', () => {
  it('come back as they were', () => {
    expect(decodeCursor(encodeCursor(position), schema)).toEqual(position);
  });

  it('are text that needs no escaping in a query', () => {
    expect(encodeCursor({ text: '???>>>ÿÿÿ' })).toMatch(/^[\w-]+$/);
  });

  it.each([
    '',
    '!!!',
    'bnVsbA',
    '[]',
    encodeCursor({}),
    encodeCursor({ ...position, id: "' OR 1=1" }),
    encodeCursor({ ...position, more: 1 }),
    encodeCursor(position).slice(0, -4),
  ])('are refused when they are not ours: %j', (text) => {
    expect(() => decodeCursor(text, schema)).toThrow(ValidationError);
  });
});
