import { type MediaClass, mediaClasses } from '@media-feed/contract';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';
import { Database } from '../database/database.ts';
import type { ItemRow } from '../media/statements/item-columns.ts';
import type { ListPosition } from '../http/list-position.ts';
import { type CountedTerm, type CountedWord, isOneSlipApart } from './search-plan.ts';
import {
  boundByMilliseconds,
  findByIndex,
  findItems,
  findMeant,
  findWords,
  walk,
} from './search-statements.ts';
import type { SearchTerm } from './search-terms.ts';

interface WordRow {
  readonly term: number;
  readonly word: string;
  readonly items: number;
  readonly begunItems: number | null;
  readonly begunWords: number | null;
  readonly total: number;
}

/** What is looked for, from which place on. */
export interface Wanted {
  /** A `tsquery`. */
  readonly query: string;
  readonly type: MediaClass | undefined;
  /** `undefined` from the newest on. */
  readonly after: ListPosition | undefined;
}

/** Words that one is taken for where it was mistyped. */
const maxMeant = 3;
const queryCanceled = '57014';

@Injectable()
export class SearchRepository {
  private readonly baseUrl: string;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly database: Database,
  ) {
    this.baseUrl = `${config.mediaBaseUrl}/`;
  }

  /** Each term's words, and how many published items there are. */
  async countWords(terms: readonly SearchTerm[]): Promise<{ terms: CountedTerm[]; total: number }> {
    const rows = await this.database.query<WordRow>(findWords, [
      terms.map(({ text }) => text),
      terms.map(({ open }) => open),
      mediaClasses,
    ]);
    const counted = terms.map((term, index) => ({
      ...term,
      words: rows.filter((row) => row.term === index).map(wordOf),
    }));
    return { terms: counted, total: rows[0]?.total ?? 0 };
  }

  /** For each word what was meant by it, most used first; nothing where no word is near. */
  async findMeant(words: readonly string[]): Promise<ReadonlyMap<string, CountedWord['meant'] & object>> {
    const rows = await this.database.query<{ asked: string; word: string; items: number }>(findMeant, [
      words,
    ]);
    const near = rows.filter(({ asked, word }) => isOneSlipApart(asked, word));
    const meant = Map.groupBy(near, ({ asked }) => asked);
    return new Map([...meant].map(([asked, found]) => [asked, found.slice(0, maxMeant)]));
  }

  /** `indexed` is what the index is asked for. `undefined` where it would take longer than it may. */
  async findByIndex(
    wanted: Wanted,
    indexed: string,
    limit: number,
    milliseconds: number,
  ): Promise<ListPosition[] | undefined> {
    try {
      return await this.database.transaction(async (transaction) => {
        await transaction.query(boundByMilliseconds, [String(Math.max(1, Math.ceil(milliseconds)))]);
        const values = [...valuesOf(wanted), limit, indexed];
        return transaction.query<ListPosition & { id: string }>(findByIndex, values);
      });
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === queryCanceled) return undefined;
      throw error;
    }
  }

  /**
   * Looks at `rows` items of the feed: what matches, at most `limit`, and up to where it was looked; `undefined` at the
   * feed's end.
   */
  async walk(
    wanted: Wanted,
    limit: number,
    rows: number,
  ): Promise<{ found: ListPosition[]; seenTo: ListPosition | undefined }> {
    const seen = await this.database.query<ListPosition & { id: string; matches: boolean; walked: number }>(
      walk,
      [...valuesOf(wanted), limit, rows],
    );
    const found = seen.filter(({ matches }) => matches).slice(0, limit);
    return { found, seenTo: (seen[0]?.walked ?? 0) < rows ? undefined : seen.at(-1) };
  }

  /** Without those that are gone meanwhile. */
  async findItems(positions: readonly ListPosition[]): Promise<ItemRow[]> {
    return this.database.query<ItemRow>(findItems, [positions.map(({ id }) => id), this.baseUrl]);
  }
}

const wordOf = ({ word, items, begunItems, begunWords }: WordRow): CountedWord => ({
  word,
  items,
  begun: begunItems === null || begunWords === null ? null : { items: begunItems, words: begunWords },
});

const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

const valuesOf = ({ query, type, after }: Wanted) => [
  query,
  type ?? null,
  after ? new Date(after.at).toISOString() : 'infinity',
  after?.id ?? lastId,
];
