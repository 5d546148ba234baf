/** A proxy between the API and PostgreSQL that can be unplugged, and that knows when a statement passes. */
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export interface Trigger {
  /** The statement's name or some of its text, as PostgreSQL's protocol carries both in clear. */
  readonly statement: string;
  /** `before`: it has not reached the server. `after`: the server has done it, and its answer has not arrived. */
  readonly moment: 'before' | 'after';
  /** What passes waits for it. */
  readonly act: () => Promise<void>;
}

export class TcpFaultProxy {
  /** Fires once, at the first statement that fits. */
  trigger: Trigger | undefined;
  readonly port: number;
  readonly #server: Server;
  readonly #target: number;
  readonly #sockets = new Set<Socket>();
  #isDisconnected = false;

  private constructor(server: Server, target: number) {
    this.#server = server;
    this.#target = target;
    this.port = (server.address() as AddressInfo).port;
    server.on('connection', (client) => {
      if (this.#isDisconnected) client.destroy();
      else this.#join(client);
    });
  }

  static async start(target: number): Promise<TcpFaultProxy> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new TcpFaultProxy(server, target);
  }

  /** Cuts every connection and takes no more until `reconnect`. */
  disconnect(): void {
    this.#isDisconnected = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  reconnect(): void {
    this.#isDisconnected = false;
  }

  close(): void {
    this.disconnect();
    this.#server.close();
  }

  #join(client: Socket): void {
    const upstream = connect(this.#target, '127.0.0.1');
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      this.#sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
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
