/** A server under load as a process of its own: its log goes to a file, as in production nobody parses it here. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { onOwnCore } from './cores.ts';
import { processorSeconds } from './processor-time.ts';

export interface ServerProcess {
  readonly url: string;
  /** Processor time so far, user and system, in seconds. */
  cpuSeconds(): number;
  residentMiB(): number;
  stop(): Promise<void>;
}

/** Starts `entry` with Node on the core that is kept for what is measured, and waits for its `{ ready: { url } }` over IPC. */
export async function startServer(
  entry: string,
  environment: Record<string, string>,
  logFile = '/dev/null',
): Promise<ServerProcess> {
  const log = await open(logFile, 'w');
  const [command, ...args] = [...onOwnCore, process.execPath, entry];
  const child = spawn(command, args, {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', log.fd, log.fd, 'ipc'],
  });
  await log.close();
  const url = await readyUrl(child, entry);
  const { pid = 0 } = child;
  return {
    url,
    cpuSeconds: () => processorSeconds(pid),
    residentMiB: () => residentMiBOf(pid),
    stop: async () => {
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

async function readyUrl(child: ChildProcess, entry: string): Promise<string> {
  const [message] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => {
      throw new Error(`${entry} ended before it was ready`);
    }),
  ])) as [{ ready: { url: string } }];
  return message.ready.url;
}

function residentMiBOf(pid: number): number {
  const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1024;
}
