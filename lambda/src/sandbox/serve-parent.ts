/** The inside of the channel to the parent: a file's bytes come and go through it. */
import { Socket } from 'node:net';
import { collectYoungBuffers } from '../collect-young-buffers.ts';
import type { RangedReader } from '../inspect/ranged-reader.ts';
import { LibraryFailure } from '../library-failure.ts';
import type { RenditionSink } from '../inspect-and-publish.ts';
import { BytePipe } from './byte-pipe.ts';
import { bytePipeDescriptor, type FromSandbox, type SandboxResult, type ToSandbox } from './messages.ts';

type Job = Extract<ToSandbox, { kind: 'inspect' }>;

/** Rejects only where the reader or the output does, a library does not load, or a parser throws what it should not. */
export type Work = (
  reader: RangedReader,
  job: Pick<Job, 'contentType' | 'task' | 'limits'>,
  output: RenditionSink,
) => Promise<SandboxResult>;

/** A message without the number of its file. */
type Outgoing<Message = FromSandbox> = Message extends unknown ? Omit<Message, 'file'> : never;

const nothing = new Uint8Array(0);
/** What comes in is held once as a range of the file, once as a packet, and once on its way into the output. */
const copiesOfBytes = 3;
const pipe = new BytePipe(new Socket({ fd: bytePipeDescriptor }));
/** Questions to the parent, by their ids. */
const pending = new Map<number, (answer: Uint8Array) => void>();
let lastId = 0;

function channelToParent(file: number) {
  const send = (message: Outgoing, bytes: Uint8Array = nothing): void => {
    process.send?.({ ...message, file });
    void pipe.send(bytes);
  };
  const request = (messageFor: (id: number) => Outgoing, bytes?: Uint8Array): Promise<Uint8Array> =>
    new Promise((resolve) => {
      const id = ++lastId;
      pending.set(id, resolve);
      send(messageFor(id), bytes);
    });
  return { send, request };
}

async function doJob(work: Work, { file, size, ...job }: Job): Promise<void> {
  const { send, request } = channelToParent(file);
  send({ kind: 'started' });
  const reader: RangedReader = {
    size,
    read(offset, wanted) {
      const length = Math.min(wanted, size - offset);
      if (length <= 0) return Promise.resolve(nothing);
      return request((id) => ({ kind: 'read', id, offset, length }));
    },
  };
  try {
    const result = await work(reader, job, {
      accepted: (found) => send({ kind: 'accepted', found }),
      write: async ({ bytes, ...piece }) => {
        await request((id) => ({ kind: 'write', id, piece, length: bytes.length }), bytes);
      },
    });
    send({ kind: 'inspected', result });
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    send({ kind: 'failed', message, isFaultOfFile: !(error instanceof LibraryFailure) });
  }
}

async function receive(work: Work, message: ToSandbox): Promise<void> {
  if (message.kind === 'inspect') return doJob(work, message);
  const answer = message.kind === 'bytes' ? await pipe.receive(message.length) : nothing;
  collectYoungBuffers(answer.length * copiesOfBytes);
  pending.get(message.id)?.(answer);
  pending.delete(message.id);
}

/** From here on the process does what its parent asks for, until that is gone. */
export function serveParent(work: Work): void {
  process.on('message', (message: ToSandbox) => void receive(work, message));
  // A terminal's Ctrl-C reaches the whole process group: the parent decides, so that no file is blamed for it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
  process.on('disconnect', () => process.exit(0));
}
