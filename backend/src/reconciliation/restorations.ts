import { Injectable } from '@nestjs/common';
import { RestorationsService } from '../media/restorations.service.ts';
import type { Repair } from './repair.ts';
import type { ReconciliationRun } from './reconciliation-run.ts';

const restorationsPerRun = 200;

/** Removed items that are to come back and whose request to the Lambda, or its answer, got lost or had to wait. */
@Injectable()
export class Restorations implements Repair {
  readonly name = 'restorations';

  constructor(private readonly restorations: RestorationsService) {}

  async execute(run: ReconciliationRun): Promise<void> {
    const due = await this.restorations.findDue(restorationsPerRun);
    await run.forEach(due, (row) =>
      run.repair('restore-requested', { mediaId: row.id }, () => this.restorations.ask(row)),
    );
  }
}
