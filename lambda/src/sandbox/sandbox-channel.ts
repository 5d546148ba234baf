/** The parent's end of the channel to a sandbox process: messages, and the bytes that they announce. */
import type { ChildProcess } from 'node:child_process';
import type { Duplex } from 'node:stream';
import { BufferPool } from '../buffer-pool.ts';
import { BytePipe } from './byte-pipe.ts';
import { bytePipeDescriptor, type FromSandbox, type ToSandbox } from './messages.ts';

/** What one message may announce. */
const maxAnnouncedBytes = 16 * 1024 * 1024;

/** @param bytes are used up when it is done. */
export type Listener = (message: FromSandbox, bytes: Uint8Array) => Promise<void> | void;

const nothing = new Uint8Array(0);

export class SandboxChannel {
  /** Messages that come while nobody listens are dropped. */
  listener: Listener | undefined;
  readonly #child: ChildProcess;
  readonly #pipe: BytePipe;
  readonly #pool = new BufferPool(maxAnnouncedBytes);

  constructor(child: ChildProcess) {
    this.#child = child;
    const stream = child.stdio[bytePipeDescriptor];
    if (!stream) throw new Error('The sandbox was started without its pipe');
    this.#pipe = new BytePipe(stream as Duplex, this.#pool);
    child.on('message', (message) => this.#receive(message));
  }

  /** Resolves when the bytes are on their way. A child that is gone gets nothing; its exit is handled elsewhere. */
  async send(message: ToSandbox, bytes: Uint8Array = nothing): Promise<void> {
    if (!this.#child.connected) return;
    this.#child.send(message, () => undefined);
    await this.#pipe.send(bytes);
  }

  /** The child may have been taken over by a file: nothing that it sends is trusted further than its shape. */
  #receive(received: unknown): void {
    if (typeof received !== 'object' || received === null || !('kind' in received)) return;
    const message = received as FromSandbox;
    if (message.kind !== 'write') {
      void this.listener?.(message, nothing);
      return;
    }
    const { file, length } = message;
    if (!(length >= 0 && length <= maxAnnouncedBytes)) {
      void this.listener?.(
        { file, kind: 'failed', message: `Announced ${String(length)} bytes`, isFaultOfFile: true },
        nothing,
      );
      return;
    }
    // Taken from the pipe in any case, even for a file that is done with: others follow.
    void this.#pipe.receive(length).then(async (bytes) => {
      await this.listener?.(message, bytes);
      this.#pool.give(bytes);
    });
  }
}
