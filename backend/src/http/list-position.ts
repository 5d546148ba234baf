import { uuid } from '@media-feed/contract';
import * as z from 'zod';
import { decodeCursor, encodeCursor } from './cursor.ts';

/** A place in a list that is ordered by a time and then by id, newest first. */
export interface ListPosition {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly id: string;
}

const lastMillisecond = 8_640_000_000_000_000;
const positionSchema = z.strictObject({ at: z.int().gte(0).lte(lastMillisecond), id: uuid });

export const encodePosition = ({ at, id }: ListPosition): string => encodeCursor({ at, id });

/** Throws a validation error for a cursor that was not made here. */
export const decodePosition = (cursor: string): ListPosition => decodeCursor(cursor, positionSchema);

/**
 * Cuts a list that was read one row too long: the rows of the page, and a cursor from its last one on, null
 * at the list's end.
 */
export function cutPage<Row extends ListPosition>(
  rows: readonly Row[],
  size: number,
): { rows: readonly Row[]; nextCursor: string | null } {
  const page = rows.slice(0, size);
  const last = page.at(-1);
  const more = rows.length > size;
  return { rows: page, nextCursor: more && last ? encodePosition({ at: last.at, id: last.id }) : null };
}
