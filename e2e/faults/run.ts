/** `make faults`: the whole matrix, or what ONLY names (groups and faults, separated by commas). */
import { Report } from './report.ts';
import { matrix } from './matrix/matrix.ts';
import { runGroup } from './run-group.ts';
import { destroyAllHarnesses } from './harness/harness.ts';

const only = (process.env.ONLY ?? '').split(',').filter(Boolean);
const uploads = Number(process.env.UPLOADS ?? 50);

const chosen = matrix
  .map((group) => ({
    ...group,
    faults: group.faults.filter(
      ({ name }) => only.length === 0 || only.includes(name) || only.includes(group.name),
    ),
  }))
  .filter(({ faults }) => faults.length > 0);
if (chosen.length === 0) {
  console.error(`ONLY names no fault. There are: ${matrix.map(({ name }) => name).join(', ')}`);
  process.exit(1);
}

const report = await Report.open(process.env.RUN ?? `run-${String(process.pid)}`);
const count = chosen.reduce((sum, { faults }) => sum + faults.length, 0);
console.log(`${String(count)} faults, ${String(uploads)} uploads each`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void destroyAllHarnesses().finally(() => process.exit(130)));
}
let ran = 0;
for (const group of chosen) {
  await runGroup(group, uploads, report.logFolder, async (fault, faultCase) => {
    await report.add(fault.name, faultCase);
    ran += 1;
    console.log(`${String(ran).padStart(2)}/${String(count)} ${report.line(fault, faultCase)}`);
  });
}
process.exitCode = await report.end();
