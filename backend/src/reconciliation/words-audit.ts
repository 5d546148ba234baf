import { Injectable } from '@nestjs/common';
import type { ReconciliationRun } from './reconciliation-run.ts';
import type { Repair } from './repair.ts';
import { WordsAuditRepository } from './words-audit.repository.ts';

const itemsPerSlice = 500;
const beforeAll = '00000000-0000-0000-0000-000000000000';

/** The words that items are found by against their texts: of what was published before there was a search, too. */
@Injectable()
export class WordsAudit implements Repair {
  readonly name = 'words';

  constructor(private readonly words: WordsAuditRepository) {}

  async execute(run: ReconciliationRun): Promise<void> {
    await run.scan('words', async (afterId) => {
      const { seen, last, wrong } = await this.words.compare(afterId || beforeAll, itemsPerSlice);
      await run.forEach(wrong, (mediaId) =>
        run.repair('words-indexed', { mediaId }, () => this.words.index(mediaId)),
      );
      return { next: seen === itemsPerSlice ? (last ?? undefined) : undefined, seen };
    });
  }
}
