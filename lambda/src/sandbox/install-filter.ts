/** Hands a filter of system calls to the kernel, for all threads of this process and all programs that it will start. */
import type { Libc } from './libc.ts';
import type { Instruction } from './system-call-filter.ts';

const prSetNoNewPrivileges = 38;
const seccompSetFilter = 1;
/** SECCOMP_FILTER_FLAG_TSYNC: the threads that exist, too. SPEC_ALLOW: without slower code on old kernels. */
const flags = 0b101;

/** @returns undefined, or what the kernel answered: the name of an error, or a thread that could not be bound. */
export function installFilter(libc: Libc, instructions: readonly Instruction[]): string | undefined {
  const filter = encode(instructions);
  // struct sock_fprog: how many instructions, and where.
  const program = Buffer.alloc(16);
  program.writeUInt16LE(instructions.length, 0);
  program.writeBigUInt64LE(libc.addressOf(filter), 8);
  for (const result of [
    libc.call('prctl', prSetNoNewPrivileges, 1, 0, 0, 0),
    libc.call('seccomp', seccompSetFilter, flags, program),
  ]) {
    if (result !== 0) return String(result);
  }
  return undefined;
}

/** As the kernel reads it: struct sock_filter, 8 bytes each. */
function encode(instructions: readonly Instruction[]): Buffer {
  const bytes = Buffer.alloc(instructions.length * 8);
  instructions.forEach(({ code, skip = [0, 0], value }, index) => {
    const at = index * 8;
    bytes.writeUInt16LE(code, at);
    bytes.writeUInt8(skip[0], at + 2);
    bytes.writeUInt8(skip[1], at + 3);
    bytes.writeUInt32LE(value >>> 0, at + 4);
  });
  return bytes;
}
