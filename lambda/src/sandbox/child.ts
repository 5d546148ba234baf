/** The process inside the sandbox: no credentials, no rights; a file's bytes come and go through its parent. */
import { Socket } from 'node:net';
import { collectYoungBuffers } from '../collect-young-buffers.ts';
import type { RangedReader } from '../inspect/ranged-reader.ts';
import { inspectAndPublish } from '../inspect-and-publish.ts';
import { BytePipe } from './byte-pipe.ts';
import { bytePipeDescriptor, type FromSandbox, type ToSandbox } from './messages.ts';
// Last: what comes behind it could not be loaded any more.
import './confined.ts';

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

async function inspectFile({ file, size, contentType, limits }: Extract<ToSandbox, { kind: 'inspect' }>) {
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
    const result = await inspectAndPublish(reader, { contentType }, limits, {
      accepted: (found) => send({ kind: 'accepted', found }),
      write: async ({ bytes, ...piece }) => {
        await request((id) => ({ kind: 'write', id, piece, length: bytes.length }), bytes);
      },
    });
    send({ kind: 'inspected', result });
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    send({ kind: 'failed', message });
  }
}

async function receive(message: ToSandbox): Promise<void> {
  if (message.kind === 'inspect') return inspectFile(message);
  const answer = message.kind === 'bytes' ? await pipe.receive(message.length) : nothing;
  collectYoungBuffers(answer.length * copiesOfBytes);
  pending.get(message.id)?.(answer);
  pending.delete(message.id);
}

process.on('message', (message: ToSandbox) => void receive(message));

// A terminal's Ctrl-C reaches the whole process group: the parent decides, so that no file is blamed for it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.on('disconnect', () => process.exit(0));
