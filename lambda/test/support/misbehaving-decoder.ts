/** A decoder’s sandbox that does what a file might make a decoder do, by the file’s size. Others are decoded as usual. */
// The real program; it has its listener when this file comes to its own.
import '../../src/decode/child.ts';
import type { ToSandbox } from '../../src/sandbox/messages.ts';

const hoard: Buffer[] = [];

const misdeeds: Readonly<Record<number, () => never>> = {
  1: () => {
    for (;;);
  },
  2: () => {
    // Beyond any limit that a test sets, but not to the end of the machine's memory.
    for (let grown = 0; grown < 2048; grown += 16) hoard.push(Buffer.alloc(16 * 1024 * 1024, 1));
    for (;;);
  },
  3: () => process.abort(),
  4: () => process.exit(7),
};

// Ahead of the real program's listener, which these never let have its turn.
const ownMessages: NodeJS.EventEmitter = process;
ownMessages.prependListener('message', (message: ToSandbox) => {
  if (message.kind !== 'inspect') return;
  const misdeed = misdeeds[message.size];
  if (!misdeed) return;
  process.send?.({ kind: 'started', file: message.file });
  misdeed();
});
