import { Injectable } from '@nestjs/common';
import { DeletionService } from '../media/deletion.service.ts';
import type { Repair } from './repair.ts';
import type { Round } from './round.ts';

const removalsPerRound = 1_000;

/** Published objects of deleted and refused items that storage did not remove at the first try. */
@Injectable()
export class Removals implements Repair {
  readonly name = 'noted removals';

  constructor(private readonly deletion: DeletionService) {}

  async run(round: Round): Promise<void> {
    const removals = await this.deletion.findNoted(removalsPerRound);
    await round.forEach(removals, (removal) =>
      round.repair('published-removed', { mediaId: removal.id }, () => this.deletion.removeNoted(removal)),
    );
  }
}
