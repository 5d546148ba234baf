/** Prints the id of the sandbox process that it starts, then "hangs" once that hangs, and waits to be killed. */
import { readFileSync } from 'node:fs';
import { Sandbox } from '../../src/sandbox/sandbox.ts';
import { bufferReader } from '../../src/inspect/ranged-reader.ts';
import { defaultInspectionLimits } from '../../src/inspect/inspection.ts';

const sandbox = new Sandbox({
  entry: new URL('./misbehaving-sandbox.ts', import.meta.url),
  environment: {},
  heapMib: 100,
  maxFilesPerProcess: 1,
  maxIdleBytes: 1e9,
  requiredLayers: [],
});
const hour = 3_600_000;
void sandbox.inspect(
  {
    reader: bufferReader(new Uint8Array(1)),
    release: () => undefined,
    task: 'publish',
    contentType: 'test/accept-and-hang',
    limits: defaultInspectionLimits,
    workMs: hour,
    memoryBytes: 2 ** 30,
    readBytes: 100,
    deadlineMs: Date.now() + hour,
  },
  () => ({
    accepted: () => console.log('hangs'),
    write: () => Promise.resolve(),
    discard: () => Promise.resolve(),
  }),
);
const path = `/proc/${String(process.pid)}/task/${String(process.pid)}/children`;
console.log(readFileSync(path, 'utf8').trim());
