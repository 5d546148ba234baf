/**
 * `make scan-noise [GIB=10] [SEED=1]`: looks for active content where there is none, and says how fast. Ends with 1
 * at a false alarm, which it names by kind, seed and block.
 */
import { findActiveContent } from '../../src/inspect/active-content.ts';
import { noiseBlock, noiseKinds } from './noise.ts';

const MiB = 1024 * 1024;
const wantedBytes = Number(process.env.GIB ?? 10) * 1024 * MiB;
const seed = Number(process.env.SEED ?? 1);
const reportEveryBytes = 512 * MiB;

let scannedBytes = 0;
/** Of processor time, which other programs on the machine don't lengthen. */
let scanMicroseconds = 0;
let reportedBytes = 0;
let falseAlarms = 0;
for (let block = 0; scannedBytes < wantedBytes; block += 1) {
  for (const kind of noiseKinds) {
    const bytes = await noiseBlock(kind, seed, block);
    const start = process.cpuUsage();
    const found = findActiveContent(bytes, kind === 'video' || kind === 'sound' ? 'samples' : 'metadata');
    const { user, system } = process.cpuUsage(start);
    scanMicroseconds += user + system;
    scannedBytes += bytes.length;
    if (found === undefined) continue;
    falseAlarms += 1;
    console.log(`FALSE ALARM: ${found} in ${kind}, seed ${String(seed)}, block ${String(block)}`);
  }
  if (scannedBytes - reportedBytes < reportEveryBytes && scannedBytes < wantedBytes) continue;
  reportedBytes = scannedBytes;
  const speed = scannedBytes / MiB / (scanMicroseconds / 1e6);
  console.log(
    `${(scannedBytes / 1024 / MiB).toFixed(1)} GiB scanned at ${speed.toFixed(0)} MiB/s, ${String(falseAlarms)} false alarms`,
  );
}
process.exitCode = falseAlarms === 0 ? 0 : 1;
