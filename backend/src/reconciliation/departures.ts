import { Injectable } from '@nestjs/common';
import { DeparturesService } from '../leaving/departures.service.ts';
import type { Repair } from './repair.ts';
import type { ReconciliationRun } from './reconciliation-run.ts';

const accountsPerRun = 100;

/** Accounts that their owners deleted, once nobody can restore them any more: everything of them goes. */
@Injectable()
export class Departures implements Repair {
  readonly name = 'deleted accounts';

  constructor(private readonly departures: DeparturesService) {}

  async execute(run: ReconciliationRun): Promise<void> {
    for (const account of await this.departures.findDue(accountsPerRun)) {
      await run.repair('account-deleted', { userId: account.id }, () => this.departures.remove(account));
    }
    await run.unlessDry(() => this.departures.prune());
  }
}
