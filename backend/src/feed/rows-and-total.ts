import type { ItemRow } from '../media/statements/item-columns.ts';

export interface RowsAndTotal {
  readonly rows: readonly ItemRow[];
  readonly total: number;
}

/** A row of a page beside the total; where the page is empty, one row that holds nothing but the total. */
export type CountedRow = (ItemRow | { readonly id: null }) & { readonly total: string };

export function pageOf(counted: readonly CountedRow[]): RowsAndTotal {
  return {
    rows: counted.filter((row): row is ItemRow & CountedRow => row.id !== null),
    total: Number(counted[0]?.total ?? 0),
  };
}
