/** System calls that Node has no function for, by koffi. */
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import type Koffi from 'koffi';
import { systemCalls, type SystemCall } from './system-calls.ts';

/** A buffer stands for its address; texts end with NUL. */
type Parameter = number | bigint | Buffer;

/** What the kernel gave, or the name of its error, such as EPERM. */
type CallSystem = (name: SystemCall, ...parameters: readonly Parameter[]) => number | string;

export interface Libc {
  readonly call: CallSystem;
  readonly addressOf: (buffer: Buffer) => bigint;
}

const maxParameters = 6;
const errorNames = new Map(Object.entries(constants.errno).map(([name, value]) => [value, name]));

/** @throws where there are no such calls: not on Linux, or neither x64 nor arm64, or koffi has no build for the libc. */
export function loadLibc(): Libc {
  const numbers = systemCalls(process.platform, process.arch);
  // Not by `import`: the first child process must not wait for it, and where it is missing the rest goes on.
  const koffi = createRequire(import.meta.url)('koffi') as typeof Koffi;
  const types = ['long', ...Array<string>(maxParameters).fill('intptr_t')];
  // Of the library that this program is linked with, whatever its name is.
  const syscall: (...values: readonly (number | bigint)[]) => number | bigint = koffi
    .load(null)
    .func('syscall', 'long', types);
  const call: CallSystem = (name, ...parameters) => {
    const values = Array.from({ length: maxParameters }, (_, index) => {
      const parameter = parameters[index] ?? 0;
      return Buffer.isBuffer(parameter) ? koffi.address(parameter) : parameter;
    });
    const result = Number(syscall(numbers[name], ...values));
    if (result >= 0) return result;
    const error = koffi.errno();
    return errorNames.get(error) ?? `error ${String(error)}`;
  };
  return { call, addressOf: (buffer) => koffi.address(buffer) };
}
