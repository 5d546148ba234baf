/** System calls by which native code would leave its process; numbers of x64, and of arm64 where that has them. */
const numbers = {
  read: [0, 63],
  getpid: [39, 172],
  openat: [257, 56],
  socket: [41, 198],
  open: [2, undefined],
  creat: [85, undefined],
  openat2: [437, 437],
  name_to_handle_at: [303, 264],
  newfstatat: [262, 79],
  readlinkat: [267, 78],
  getcwd: [79, 17],
  unlinkat: [263, 35],
  memfd_create: [319, 279],
  mount: [165, 40],
  socketpair: [53, 199],
  connect: [42, 203],
  io_uring_setup: [425, 425],
  fork: [57, undefined],
  vfork: [58, undefined],
  clone: [56, 220],
  clone3: [435, 435],
  execve: [59, 221],
  execveat: [322, 281],
  kill: [62, 129],
  tkill: [200, 130],
  tgkill: [234, 131],
  rt_sigqueueinfo: [129, 138],
  pidfd_open: [434, 434],
  pidfd_send_signal: [424, 424],
  ptrace: [101, 117],
  process_vm_readv: [310, 270],
  process_madvise: [440, 440],
  prlimit64: [302, 261],
  setpriority: [141, 140],
  sched_setaffinity: [203, 122],
  shmget: [29, 194],
  mq_open: [240, 180],
  keyctl: [250, 219],
  bpf: [321, 280],
  perf_event_open: [298, 241],
  userfaultfd: [323, 282],
  unshare: [272, 97],
  setns: [308, 268],
  inotify_init1: [294, 26],
  fcntl: [72, 25],
  ioctl: [16, 29],
  prctl: [157, 167],
  seccomp: [317, 277],
  setuid: [105, 146],
} as const satisfies Record<string, readonly [number, number | undefined]>;

type Name = keyof typeof numbers;
type Parameter = number | bigint | Buffer;

const index = process.arch === 'x64' ? 0 : 1;
const numberOf = (name: Name): number => numbers[name][index] ?? -1;

const setOwner = 8;
const asynchronous = 0x5452;
const setDumpable = 4;
const attach = 0x4206; // PTRACE_SEIZE: without stopping it.
const sigchld = 17;
const [stderr, path] = [2, Buffer.from('/etc/passwd\0')];

function attempts(parentPid: number): (readonly [string, number, ...Parameter[]])[] {
  const list: (readonly [Name, ...Parameter[]])[] = [
    ['open', path, 0],
    ['creat', Buffer.from('/tmp/media-feed-escape\0'), 0o600],
    ['openat2', -100, path, Buffer.alloc(24), 24],
    ['name_to_handle_at', -100, path, Buffer.alloc(256), Buffer.alloc(4), 0],
    ['newfstatat', -100, path, Buffer.alloc(256), 0],
    ['readlinkat', -100, Buffer.from('/proc/self/exe\0'), Buffer.alloc(256), 256],
    ['getcwd', Buffer.alloc(4096), 4096],
    ['unlinkat', -100, Buffer.from('/tmp/media-feed-none\0'), 0],
    ['memfd_create', Buffer.from('x\0'), 0],
    ['mount', 0, 0, 0, 0, 0],
    ['socket', 2, 1, 0],
    ['socket', 1, 1, 0],
    ['socketpair', 1, 1, 0, Buffer.alloc(8)],
    ['connect', 4, Buffer.alloc(16), 16],
    ['io_uring_setup', 1, Buffer.alloc(120)],
    ['fork'],
    ['vfork'],
    ['clone', sigchld, 0, 0, 0, 0],
    ['clone', 0x1000_0000 | sigchld, 0, 0, 0, 0],
    ['execve', Buffer.from('/\0'), 0, 0],
    ['execveat', -100, Buffer.from('/\0'), 0, 0, 0],
    ['kill', parentPid, 0],
    ['kill', -1, 0],
    ['kill', 0, 0],
    ['tkill', parentPid, 0],
    ['tgkill', parentPid, parentPid, 0],
    ['rt_sigqueueinfo', parentPid, 0, Buffer.alloc(128)],
    ['pidfd_open', parentPid, 0],
    ['pidfd_send_signal', 0, 0, 0, 0],
    ['ptrace', attach, parentPid, 0, 0],
    ['process_vm_readv', parentPid, Buffer.alloc(16), 1, Buffer.alloc(16), 1, 0],
    ['process_madvise', 0, 0, 0, 0, 0],
    ['prlimit64', parentPid, 7, 0, Buffer.alloc(16)],
    ['setpriority', 0, parentPid, 19],
    ['sched_setaffinity', parentPid, 8, Buffer.alloc(8, 255)],
    ['shmget', 0, 4096, 0o1600],
    ['mq_open', Buffer.from('media-feed-escape\0'), 0o100, 0o600, 0],
    ['keyctl', 0, -3, 0],
    ['bpf', 0, Buffer.alloc(128), 128],
    ['perf_event_open', Buffer.alloc(128), 0, -1, -1, 0],
    ['userfaultfd', 1],
    ['unshare', 0x1000_0000],
    ['setns', 0, 0],
    ['inotify_init1', 0],
    ['fcntl', stderr, setOwner, parentPid],
    ['ioctl', stderr, asynchronous, Buffer.alloc(4, 1)],
    ['prctl', setDumpable, 1],
    ['seccomp', 2, 0, Buffer.alloc(4)],
    ['setuid', 0],
  ];
  return list
    .filter(([name]) => numberOf(name) >= 0)
    .map(([name, ...parameters], at) => [`${String(at)} ${name}`, numberOf(name), ...parameters] as const);
}

export const foreignCalls = {
  read: numberOf('read'),
  getpid: numberOf('getpid'),
  clone3: numberOf('clone3'),
  openat: numberOf('openat'),
  socket: numberOf('socket'),
  forking: [numberOf('fork'), numberOf('vfork'), numberOf('clone')],
  attempts,
};
