import { Injectable } from '@nestjs/common';
import { UsageService } from '../usage/usage.service.ts';
import type { Repair } from './repair.ts';
import type { ReconciliationRun } from './reconciliation-run.ts';

const rowsPerSlice = 2_000;
const beforeAll = '00000000-0000-0000-0000-000000000000';

/** What people used within the last day against their items; what nobody counts any more is forgotten. */
@Injectable()
export class UsageAudit implements Repair {
  readonly name = 'usage';

  constructor(private readonly usage: UsageService) {}

  async execute(run: ReconciliationRun): Promise<void> {
    await run.scan('usage', async (afterId) => {
      const { seen, last_id: lastId, wrong } = await this.usage.compare(afterId || beforeAll, rowsPerSlice);
      await run.forEach(wrong, (row) =>
        run.repair('usage-corrected', { userId: row.userId, counted: row.counted, real: row.real }, () =>
          this.usage.correct(row),
        ),
      );
      return { next: seen === rowsPerSlice ? (lastId ?? undefined) : undefined, seen };
    });
    await run.unlessDry(() => this.usage.prune());
  }
}
