/** Storage's disk is full: a small tmpfs, filled to its last byte. Needs root to mount it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outageMs } from '../time-scale.ts';
import type { Fault, FaultGroup } from './fault.ts';
import { isCall, interceptCalls } from './traps.ts';

const sizeMiB = 96;
let folder = '';

const full: Fault = {
  name: 'disk-full',
  moment: 'storage’s disk, while files arrive',
  lastsMs: outageMs,
  missing: () => (process.getuid?.() === 0 ? undefined : 'only root may mount a small disk'),
  inject: async ({ harness }) => {
    const filler = join(folder, 'filler');
    await fill(filler);
    // It has triggered when a client was refused for it.
    let trigger: () => void;
    const triggered = new Promise<void>((resolve) => (trigger = resolve));
    const { recover } = interceptCalls(
      harness.proxies.clientToStorage,
      isCall('PutObject'),
      async (_, proceed) => {
        const answer = await proceed();
        if (answer.status >= 500) trigger();
        return answer;
      },
    );
    return {
      triggered,
      recover: async () => {
        await recover?.();
        await rm(filler);
      },
    };
  },
};

async function fill(path: string): Promise<void> {
  const file = await open(path, 'w');
  try {
    for (let bytes = 1024 * 1024; bytes >= 1;) {
      try {
        await file.appendFile(Buffer.alloc(bytes));
      } catch {
        bytes = Math.floor(bytes / 2);
      }
    }
  } finally {
    await file.close();
  }
}

export const disk: FaultGroup = {
  name: 'disk',
  title: 'disk full',
  prepare: () => {
    folder = mkdtempSync(join(tmpdir(), 'media-feed-small-disk-'));
    const { status, stderr } = spawnSync('mount', [
      '-t',
      'tmpfs',
      '-o',
      `size=${String(sizeMiB)}m`,
      'tmpfs',
      folder,
    ]);
    if (status !== 0) throw new Error(`A small disk could not be mounted: ${stderr.toString()}`);
    return Promise.resolve({
      harness: { overrides: { storage: { STORAGE_DATA_DIR: join(folder, 'storage') } } },
      undo: () => {
        spawnSync('umount', [folder]);
        rmSync(folder, { recursive: true, force: true });
        return Promise.resolve();
      },
    });
  },
  faults: [full],
};
