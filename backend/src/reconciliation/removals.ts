import { Injectable } from '@nestjs/common';
import { DeletionService } from '../media/deletion.service.ts';
import type { Repair } from './repair.ts';
import type { ReconciliationRun } from './reconciliation-run.ts';

const removalsPerRun = 1_000;

/** Published objects of deleted and rejected items that storage did not remove at the first try. */
@Injectable()
export class Removals implements Repair {
  readonly name = 'noted removals';

  constructor(private readonly deletion: DeletionService) {}

  async execute(run: ReconciliationRun): Promise<void> {
    const removals = await this.deletion.findNoted(removalsPerRun);
    await run.forEach(removals, (removal) =>
      run.repair('published-removed', { mediaId: removal.id }, () => this.deletion.removeNoted(removal)),
    );
  }
}
