/** Numbers of system calls (Linux, `asm/unistd_64.h` for x64 and `asm-generic/unistd.h` for arm64). */

/** [x64, arm64]; undefined where the architecture has no such call. */
const numbers = {
  read: [0, 63],
  write: [1, 64],
  futex: [202, 98],
  epoll_wait: [232, undefined],
  epoll_pwait: [281, 22],
  epoll_pwait2: [441, 441],
  epoll_ctl: [233, 21],
  recvmsg: [47, 212],
  sendmsg: [46, 211],
  readv: [19, 65],
  writev: [20, 66],
  mmap: [9, 222],
  munmap: [11, 215],
  mprotect: [10, 226],
  madvise: [28, 233],
  mremap: [25, 216],
  brk: [12, 214],
  mincore: [27, 232],
  pkey_mprotect: [329, 288],
  pkey_alloc: [330, 289],
  pkey_free: [331, 290],
  clock_gettime: [228, 113],
  clock_getres: [229, 114],
  clock_nanosleep: [230, 115],
  nanosleep: [35, 101],
  gettimeofday: [96, 169],
  time: [201, undefined],
  times: [100, 153],
  getrusage: [98, 165],
  sysinfo: [99, 179],
  uname: [63, 160],
  getrandom: [318, 278],
  getpid: [39, 172],
  getppid: [110, 173],
  gettid: [186, 178],
  getuid: [102, 174],
  geteuid: [107, 175],
  getgid: [104, 176],
  getegid: [108, 177],
  sched_yield: [24, 124],
  sched_getaffinity: [204, 123],
  getcpu: [309, 168],
  set_robust_list: [273, 99],
  get_robust_list: [274, 100],
  set_tid_address: [218, 96],
  rseq: [334, 293],
  membarrier: [324, 283],
  futex_waitv: [449, 449],
  restart_syscall: [219, 128],
  arch_prctl: [158, undefined],
  exit: [60, 93],
  exit_group: [231, 94],
  rt_sigaction: [13, 134],
  rt_sigprocmask: [14, 135],
  rt_sigreturn: [15, 139],
  rt_sigpending: [127, 136],
  rt_sigsuspend: [130, 133],
  rt_sigtimedwait: [128, 137],
  sigaltstack: [131, 132],
  close: [3, 57],
  fstat: [5, 80],
  lseek: [8, 62],
  pread64: [17, 67],
  fsync: [74, 82],
  fdatasync: [75, 83],
  dup: [32, 23],
  dup2: [33, undefined],
  dup3: [292, 24],
  poll: [7, undefined],
  ppoll: [271, 73],
  select: [23, undefined],
  pselect6: [270, 72],
  epoll_create1: [291, 20],
  eventfd2: [290, 19],
  pipe2: [293, 59],
  shutdown: [48, 210],
  getsockopt: [55, 209],
  setsockopt: [54, 208],
  getsockname: [51, 204],
  getpeername: [52, 205],
  // These are allowed with some parameters alone.
  clone: [56, 220],
  clone3: [435, 435],
  kill: [62, 129],
  tgkill: [234, 131],
  prctl: [157, 167],
  ioctl: [16, 29],
  fcntl: [72, 25],
  prlimit64: [302, 261],
  // These are never allowed; the probes and the filter itself name them.
  seccomp: [317, 277],
  openat: [257, 56],
  socket: [41, 198],
  execve: [59, 221],
  io_uring_setup: [425, 425],
} as const satisfies Readonly<Record<string, readonly [x64: number | undefined, arm64: number | undefined]>>;

export type SystemCall = keyof typeof numbers;

const architectures: readonly string[] = ['x64', 'arm64'];
/** To `syscall(2)` no call has this number: it answers ENOSYS. */
const none = -1;

/** @throws where these numbers do not hold. */
export function systemCalls(platform: string, architecture: string): Readonly<Record<SystemCall, number>> {
  const index = architectures.indexOf(architecture);
  if (platform !== 'linux' || index < 0) {
    throw new Error(`System calls are not known on ${platform} ${architecture}`);
  }
  const entries = Object.entries(numbers).map(([name, both]) => [name, both[index] ?? none]);
  return Object.fromEntries(entries) as Record<SystemCall, number>;
}
