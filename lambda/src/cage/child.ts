/** The process inside the cage: no credentials, no rights; a file's bytes come and go through its parent. */
import type { RangedReader } from '../inspect/ranged-reader.ts';
import { judge } from '../judge.ts';
import type { FromCage, ToCage } from './messages.ts';
import { watchParent } from './watch-parent.ts';

type Answer = Uint8Array | undefined;
/** A message without the number of its file. */
type Said<Message = FromCage> = Message extends unknown ? Omit<Message, 'file'> : never;

const pending = new Map<number, (answer: Answer) => void>();
let lastId = 0;

function lineToParent(file: number) {
  const say = (said: Said): void => {
    process.send?.({ ...said, file });
  };
  const ask = (said: (id: number) => Said): Promise<Answer> =>
    new Promise((resolve) => {
      const id = ++lastId;
      pending.set(id, resolve);
      say(said(id));
    });
  return { say, ask };
}

async function judgeFile({ file, size, contentType, limits }: Extract<ToCage, { kind: 'judge' }>) {
  const { say, ask } = lineToParent(file);
  say({ kind: 'begun' });
  const nothing = new Uint8Array(0);
  const reader: RangedReader = {
    size,
    async read(offset, wanted) {
      const length = Math.min(wanted, size - offset);
      if (length <= 0) return nothing;
      return (await ask((id) => ({ kind: 'read', id, offset, length }))) ?? nothing;
    },
  };
  try {
    const judgement = await judge(reader, { contentType }, limits, {
      accepted: (found) => {
        say({ kind: 'accepted', found });
      },
      write: async (piece) => {
        await ask((id) => ({ kind: 'write', id, piece }));
      },
    });
    say({ kind: 'judged', judgement });
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    say({ kind: 'failed', message });
  }
}

process.on('message', (message: ToCage) => {
  if (message.kind === 'judge') return void judgeFile(message);
  const resolve = pending.get(message.id);
  pending.delete(message.id);
  resolve?.(message.kind === 'bytes' ? message.bytes : undefined);
});

// A terminal's Ctrl-C reaches the whole process group: the parent decides, so that no file is blamed for it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.on('disconnect', () => process.exit(0));
watchParent();
