/** A proxy before a server that speaks a protocol of its own, such as PostgreSQL; it knows when a statement passes. */
import { connect, createServer, type Server, type Socket } from 'node:net';
import { FaultProxy, listen } from './fault-proxy.ts';

export interface Trigger {
  /** The statement's name or some of its text, as PostgreSQL's protocol carries both in clear. */
  readonly statement: string;
  /** `before`: it has not reached the server. `after`: the server has done it, and its answer has not arrived. */
  readonly moment: 'before' | 'after';
  /** What passes waits for it. */
  readonly act: () => Promise<void>;
}

export class TcpFaultProxy extends FaultProxy {
  /** Fires once, at the first statement that fits. */
  trigger: Trigger | undefined;
  readonly #target: { readonly host: string; readonly port: number };

  private constructor(server: Server, target: URL) {
    super(server);
    this.#target = { host: target.hostname, port: Number(target.port) };
    server.on('connection', (client) => {
      if (!client.destroyed) this.#join(client);
    });
  }

  /** @param target the port on loopback to which it leads, or a URL with host and port. */
  static async start(target: number | string): Promise<TcpFaultProxy> {
    const url = new URL(typeof target === 'number' ? `tcp://127.0.0.1:${target}` : target);
    return new TcpFaultProxy(await listen(createServer()), url);
  }

  /** An address of the same server, such as one database of it, reached through the proxy. */
  through(address: string): string {
    const url = new URL(address);
    url.hostname = '127.0.0.1';
    url.port = String(this.port);
    return url.href;
  }

  #join(client: Socket): void {
    const upstream = connect(this.#target);
    this.track(upstream);
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      socket.setNoDelay(true);
      socket.on('close', () => other.destroy());
    }
    let answerWaitsFor: Trigger | undefined;
    void relay(client, upstream, async (chunk) => {
      const { trigger } = this;
      if (!trigger || !chunk.includes(trigger.statement)) return;
      this.trigger = undefined;
      if (trigger.moment === 'before') await trigger.act();
      else answerWaitsFor = trigger;
    });
    void relay(upstream, client, async () => {
      const trigger = answerWaitsFor;
      answerWaitsFor = undefined;
      await trigger?.act();
    });
  }
}

async function relay(from: Socket, to: Socket, onChunk: (chunk: Buffer) => Promise<void>): Promise<void> {
  try {
    for await (const chunk of from) {
      await onChunk(chunk as Buffer);
      if (!to.destroyed) to.write(chunk as Buffer);
    }
    to.end();
  } catch {
    to.destroy();
  }
}
