import { limits, type MediaClass, type SearchPage } from '@media-feed/contract';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';
import { ItemsService } from '../media/items.service.ts';
import { decodePosition, encodePosition, type ListPosition } from '../http/list-position.ts';
import { type CountedTerm, planSearch } from './search-plan.ts';
import { SearchRepository, type Wanted } from './search.repository.ts';
import { readTerms } from './search-terms.ts';

interface SearchRequest {
  readonly q: string;
  readonly type?: MediaClass | undefined;
  readonly cursor?: string | undefined;
  readonly size?: number | undefined;
}

/** Rows of the feed that are looked at by one statement, so that the clock is read between two. */
const rowsAtFirst = 1_000;
const rowsAtMost = 16_000;

interface Found {
  readonly positions: readonly ListPosition[];
  /** Where to go on; `undefined` at the end. */
  readonly next: ListPosition | undefined;
  readonly truncated: boolean;
}

/** Published items by their words, newest first, at a cost that has a bound (ADR 24). */
@Injectable()
export class SearchService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly search: SearchRepository,
    private readonly items: ItemsService,
  ) {}

  /** What was found when the time was over is `truncated`: its cursor goes on from where the search has come. */
  async find(
    { q, type, cursor, size = limits.defaultPageSize }: SearchRequest,
    viewerId: string | undefined,
  ) {
    const deadline = performance.now() + this.config.searchBudgetMilliseconds;
    const after = cursor === undefined ? undefined : decodePosition(cursor);
    const counted = await this.search.countWords(readTerms(q));
    const terms = await this.correct(counted.terms);
    const plan = planSearch(terms, counted.total, size + 1);
    const none: Found = { positions: [], next: undefined, truncated: false };
    const wanted = { query: plan?.query ?? '', type, after };
    const byIndex = plan?.indexed ? await this.findByIndex(wanted, plan.indexed, size, deadline) : undefined;
    const found = byIndex ?? (plan ? await this.walk(wanted, size, deadline) : none);
    return {
      items: await this.items.present(await this.search.findItems(found.positions), viewerId),
      size,
      nextCursor: found.next ? encodePosition(found.next) : null,
      truncated: found.truncated,
    } satisfies SearchPage;
  }

  /** Typing errors are forgiven in words that no item has. */
  private async correct(terms: readonly CountedTerm[]): Promise<CountedTerm[]> {
    const isUnknown = ({ items, begun }: CountedTerm['words'][number]) =>
      items === 0 && (begun?.items ?? 0) === 0;
    const unknown = terms
      .filter(({ excluded, phrase }) => !excluded && !phrase)
      .flatMap(({ words }) => words.filter(isUnknown).map(({ word }) => word));
    if (unknown.length === 0) return [...terms];
    const meant = await this.search.findMeant(unknown);
    return terms.map((term) => ({
      ...term,
      words: term.words.map((word) => {
        const near = isUnknown(word) ? meant.get(word.word) : undefined;
        return near ? { ...word, meant: near } : word;
      }),
    }));
  }

  /** `undefined` where half of the time was not enough: the rest is the walk's. */
  private async findByIndex(
    wanted: Wanted,
    indexed: string,
    size: number,
    deadline: number,
  ): Promise<Found | undefined> {
    const milliseconds = (deadline - performance.now()) / 2;
    const positions = await this.search.findByIndex(wanted, indexed, size + 1, milliseconds);
    if (!positions) return undefined;
    const page = positions.slice(0, size);
    return { positions: page, next: positions.length > size ? page.at(-1) : undefined, truncated: false };
  }

  private async walk(wanted: Wanted, size: number, deadline: number): Promise<Found> {
    const positions: ListPosition[] = [];
    let after = wanted.after;
    for (let rows = rowsAtFirst; ; rows = Math.min(rows * 4, rowsAtMost)) {
      const limit = size + 1 - positions.length;
      const { found, seenTo } = await this.search.walk({ ...wanted, after }, limit, rows);
      positions.push(...found);
      if (positions.length > size) {
        const page = positions.slice(0, size);
        return { positions: page, next: page.at(-1), truncated: false };
      }
      if (!seenTo) return { positions, next: undefined, truncated: false };
      after = seenTo;
      if (performance.now() >= deadline) return { positions, next: seenTo, truncated: true };
    }
  }
}
