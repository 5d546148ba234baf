/**
 * Which system calls a sandbox that has loaded its program still needs, as a program for the kernel (seccomp(2), classic
 * BPF): memory, threads, time and open descriptors of its own. Whatever opens a file or a socket, starts a program,
 * or reaches another process is not among them.
 */
import { constants } from 'node:os';
import { systemCalls, type SystemCall } from './system-calls.ts';

/** What a parameter must be; only its lower 32 bits are looked at, which is all that the kernel takes of these. */
type Rule =
  | { readonly parameter: number; readonly oneOf: readonly number[] }
  | { readonly parameter: number; readonly mask: number; readonly is: number };

/** Those called most come first: the kernel looks in this order. */
const unconditional: readonly SystemCall[] = [
  ...(['read', 'write', 'futex', 'epoll_wait', 'epoll_pwait', 'epoll_pwait2', 'epoll_ctl'] as const),
  ...(['recvmsg', 'sendmsg', 'readv', 'writev'] as const),
  ...(['mmap', 'munmap', 'mprotect', 'madvise', 'mremap', 'brk', 'mincore'] as const),
  ...(['pkey_mprotect', 'pkey_alloc', 'pkey_free'] as const),
  ...(['clock_gettime', 'clock_getres', 'clock_nanosleep', 'nanosleep', 'gettimeofday', 'time'] as const),
  ...(['times', 'getrusage', 'sysinfo', 'uname', 'getrandom'] as const),
  ...(['getpid', 'getppid', 'gettid', 'getuid', 'geteuid', 'getgid', 'getegid'] as const),
  ...([
    'sched_yield',
    'sched_getaffinity',
    'getcpu',
    'membarrier',
    'futex_waitv',
    'restart_syscall',
  ] as const),
  ...(['set_robust_list', 'get_robust_list', 'set_tid_address', 'rseq', 'arch_prctl'] as const),
  ...(['exit', 'exit_group', 'rt_sigaction', 'rt_sigprocmask', 'rt_sigreturn', 'rt_sigpending'] as const),
  ...(['rt_sigsuspend', 'rt_sigtimedwait', 'sigaltstack'] as const),
  ...(['close', 'fstat', 'lseek', 'pread64', 'dup', 'dup2', 'dup3'] as const),
  // koffi flushes stderr when the process exits, and waits for itself for ever where it may not.
  ...(['fsync', 'fdatasync'] as const),
  ...(['poll', 'ppoll', 'select', 'pselect6', 'epoll_create1', 'eventfd2', 'pipe2'] as const),
  ...(['shutdown', 'getsockopt', 'setsockopt', 'getsockname', 'getpeername'] as const),
];

/** A new thread of this process (clone(2), CLONE_THREAD), in no namespace of its own. */
const cloneThread = 0x1_0000;
const newNamespaces = 0x7e02_0080;

const conditional = (ownProcessId: number): ReadonlyMap<SystemCall, Rule> =>
  new Map<SystemCall, Rule>([
    ['clone', { parameter: 0, mask: cloneThread | newNamespaces, is: cloneThread }],
    // Signals to itself, as abort() and the watch over the parent send them.
    ['kill', { parameter: 0, oneOf: [ownProcessId] }],
    ['tgkill', { parameter: 0, oneOf: [ownProcessId] }],
    // PR_SET_NAME, PR_GET_NAME, PR_SET_VMA: names of threads and of memory.
    ['prctl', { parameter: 0, oneOf: [15, 16, 0x5356_4d41] }],
    // FIONREAD, FIONBIO, FIONCLEX, FIOCLEX. FIOASYNC would let a descriptor send signals.
    ['ioctl', { parameter: 1, oneOf: [0x541b, 0x5421, 0x5450, 0x5451] }],
    // F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC. F_SETOWN would let a descriptor send signals.
    ['fcntl', { parameter: 1, oneOf: [0, 1, 2, 3, 4, 1030] }],
    // Of this process, not of another one.
    ['prlimit64', { parameter: 0, oneOf: [0] }],
  ]);

/** BPF instructions (linux/bpf_common.h) and what a filter may return (linux/seccomp.h). */
const loadWord = 0x20;
const jumpIfEqual = 0x15;
const and = 0x54;
const giveBack = 0x06;
const allow = 0x7fff_0000;
const failWith = (error: number): number => 0x0005_0000 | error;
/** struct seccomp_data: the call's number, the architecture, the parameters of 64 bits each, lower half first. */
const numberOffset = 0;
const architectureOffset = 4;
const parameterOffset = (index: number): number => 16 + 8 * index;
/** AUDIT_ARCH_X86_64 and AUDIT_ARCH_AARCH64 (linux/audit.h). */
const auditArchitectures: Readonly<Record<string, number>> = { x64: 0xc000_003e, arm64: 0xc000_00b7 };

export interface Instruction {
  readonly code: number;
  /** Instructions to skip when equal, and when not. */
  readonly skip?: readonly [number, number];
  readonly value: number;
}

const load = (offset: number): Instruction => ({ code: loadWord, value: offset });
const finish = (verdict: number): Instruction => ({ code: giveBack, value: verdict });
/** Goes on with the next instructions where it is equal, else behind them. */
const whenEqual = (value: number, ...then: readonly Instruction[]): Instruction[] => [
  { code: jumpIfEqual, skip: [0, then.length], value },
  ...then,
];

/**
 * For the function, and so for every program that it starts: no io_uring. libuv would keep one for epoll whatever
 * UV_USE_IO_URING says, whoever has one opens files and sockets through it past any filter, and to take it from a program
 * that has it ends the program.
 */
export function noIoUring(architecture = process.arch as string): Instruction[] {
  const allowed = finish(allow);
  return [
    load(architectureOffset),
    { code: jumpIfEqual, skip: [1, 0], value: auditArchitectures[architecture] ?? 0 },
    allowed,
    load(numberOffset),
    ...whenEqual(systemCalls('linux', architecture).io_uring_setup, finish(failWith(constants.errno.ENOSYS))),
    allowed,
  ];
}

export function systemCallFilter(ownProcessId: number, architecture = process.arch as string): Instruction[] {
  const numbers = systemCalls('linux', architecture);
  const denied = finish(failWith(constants.errno.EPERM));
  const known = (name: SystemCall): boolean => numbers[name] >= 0;
  return [
    load(architectureOffset),
    // Calls of another architecture have other numbers. Those of x32 have numbers that are not in this list.
    { code: jumpIfEqual, skip: [1, 0], value: auditArchitectures[architecture] ?? 0 },
    denied,
    load(numberOffset),
    ...unconditional.filter(known).flatMap((name) => whenEqual(numbers[name], finish(allow))),
    ...[...conditional(ownProcessId)].flatMap(([name, rule]) =>
      whenEqual(numbers[name], load(parameterOffset(rule.parameter)), ...allowIf(rule), denied),
    ),
    // Its flags lie in memory, where no filter can look. The C library calls clone() where this one does not exist.
    ...whenEqual(numbers.clone3, finish(failWith(constants.errno.ENOSYS))),
    denied,
  ];
}

function allowIf(rule: Rule): Instruction[] {
  if ('oneOf' in rule) return rule.oneOf.flatMap((value) => whenEqual(value, finish(allow)));
  return [{ code: and, value: rule.mask }, ...whenEqual(rule.is, finish(allow))];
}
