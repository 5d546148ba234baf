/** `node dist/reconcile.js [--dry-run] [--force]`: one whole run of the reconciler, each repair a line, then a table. */
import { setTimeout as wait } from 'node:timers/promises';
import { createCommandContext } from './create-app.ts';
import { Reconciler, type ReconcileReport } from './reconciliation/reconciler.ts';
import { type RepairKind, repairKinds, type Subject } from './reconciliation/reconciliation-run.ts';

/** How long another instance's run is waited for. */
const patienceMs = 120_000;
const pauseMs = 1_000;

const dryRun = process.argv.includes('--dry-run');
const force = process.argv.includes('--force');
const stopping = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stopping.abort());
process.exitCode = await main();
process.exit();

async function main(): Promise<number> {
  const app = await createCommandContext();
  try {
    const report = await reconcilePatiently(app.get(Reconciler));
    if (!report) {
      console.error('Another instance is still reconciling. Try again.');
      return 1;
    }
    printReport(report);
    return report.failures > 0 ? 1 : 0;
  } catch (error) {
    console.error(`Stopped: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  } finally {
    await app.close();
  }
}

async function reconcilePatiently(reconciler: Reconciler): Promise<ReconcileReport | undefined> {
  const { signal } = stopping;
  for (const deadline = Date.now() + patienceMs; ;) {
    const report = await reconciler.reconcile({
      ...{ dryRun, force, whole: true, signal },
      onRepair: printRepair,
      onFailure: (what, error) => {
        console.error(`failed: ${what}: ${error instanceof Error ? error.message : String(error)}`);
      },
      onProgress: (scan, seen) => {
        if (process.stderr.isTTY) process.stderr.write(`\r\u001B[Kscanning ${scan}: ${String(seen)} `);
      },
    });
    if (report ?? Date.now() > deadline) return report;
    console.error('Waiting for another instance that is reconciling');
    await wait(pauseMs, undefined, { signal });
  }
}

function printRepair(kind: RepairKind, subject: Subject): void {
  if (process.stderr.isTTY) process.stderr.write('\r\u001B[K');
  const about = Object.entries(subject).map(([name, value]) => `${name}=${String(value)}`);
  console.log(`${dryRun ? 'would be ' : ''}${kind}  ${about.join(' ')}`);
}

function printReport({ repairs, failures }: ReconcileReport): void {
  if (process.stderr.isTTY) process.stderr.write('\r\u001B[K');
  const rows = [
    ...repairKinds.map((kind) => [kind, repairs[kind] ?? 0] as const),
    ['failed', failures] as const,
  ];
  console.log(`\n${dryRun ? 'Nothing was changed; a run would do this' : 'Done'}:`);
  for (const [name, count] of rows) console.log(`  ${name.padEnd(24)}${String(count).padStart(8)}`);
  if (repairs['removal-withheld']) {
    console.log(
      '\nMost of what lies in storage has no row here: is this the right database? FORCE=1 removes it.',
    );
  }
}
