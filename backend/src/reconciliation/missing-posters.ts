import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';
import { DecodeRequestsService } from '../decoding/decode-requests.service.ts';
import type { Repair } from './repair.ts';
import type { ReconciliationRun } from './reconciliation-run.ts';

/**
 * Has posters and waveforms made of recordings that have none: of those published before there was a decoder, and of
 * those whose request or answer got lost. So many a run, the newest first; three requests without an answer are enough.
 */
@Injectable()
export class MissingPosters implements Repair {
  readonly name = 'missing posters';

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly requests: DecodeRequestsService,
  ) {}

  async execute(run: ReconciliationRun): Promise<void> {
    const { decodesPerRun, decodeOverdueSeconds } = this.config;
    const rows = await this.requests.findMissing(decodesPerRun, decodeOverdueSeconds);
    const taken = run.options.dryRun ? new Set<string>() : await this.requests.ask(rows);
    for (const { id } of rows) {
      await run.repair('decode-requested', { mediaId: id }, () => Promise.resolve(taken.has(id)));
    }
    if (rows.length > 0) run.options.onProgress?.(this.name, this.requests.missingCount);
  }
}
