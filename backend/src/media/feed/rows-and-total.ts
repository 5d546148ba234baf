import type { MediaRow } from '../media-row.ts';

export interface RowsAndTotal {
  readonly rows: readonly MediaRow[];
  readonly total: number;
}

/** A row of a page beside the total; where the page is empty, one row that holds nothing but the total. */
export type CountedRow = (MediaRow | { readonly id: null }) & { readonly total: string };

export function pageOf(counted: readonly CountedRow[]): RowsAndTotal {
  return {
    rows: counted.filter((row): row is MediaRow & CountedRow => row.id !== null),
    total: Number(counted[0]?.total ?? 0),
  };
}
