/** A sandbox that does what a file might make a decoder do, by its declared type. Others are inspected as usual. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
// The real program; it has its listener when this file comes to its own.
import '../../src/sandbox/child.ts';
import type { ToSandbox } from '../../src/sandbox/messages.ts';

const hoard: Buffer[] = [];

/** What code that a file brought along would try first. */
const attempts: Readonly<Record<string, () => unknown>> = {
  'test/write': () => writeFileSync(join(tmpdir(), `media-feed-sandbox-${String(process.pid)}`), 'escaped'),
  'test/start': () => spawnSync(process.execPath, ['--version']),
};

function isAllowed(attempt: () => unknown): boolean {
  try {
    attempt();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_ACCESS_DENIED') throw error;
    return false;
  }
}

// Ahead of the real program's listener, which these never let have its turn.
const ownMessages: NodeJS.EventEmitter = process;
ownMessages.prependListener('message', (message: ToSandbox) => {
  if (message.kind !== 'inspect') return;
  process.send?.({ kind: 'started', file: message.file });
  const attempt = attempts[message.contentType];
  if (attempt && isAllowed(attempt)) process.exit(7);
  switch (message.contentType) {
    case 'test/accept-and-hang':
      process.send?.({ kind: 'accepted', file: message.file });
      for (;;);
    case 'test/hang':
      for (;;);
    case 'test/grow':
      // Beyond any limit that a test sets, but not to the end of the machine's memory.
      for (let grown = 0; grown < 2048; grown += 16) hoard.push(Buffer.alloc(16 * 1024 * 1024, 1));
      for (;;);
    case 'test/crash':
      process.abort();
    // Unreachable, but says so.
    // eslint-disable-next-line no-fallthrough
    case 'test/leave':
      process.exit(7);
    // eslint-disable-next-line no-fallthrough -- see above
    case 'test/die-when-warm':
      if (hoard.length > 0) process.abort();
      hoard.push(Buffer.alloc(1));
  }
});
