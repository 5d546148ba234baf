/** What all fault proxies have in common: a port of loopback that leads to another one, and that can be as if nobody were there. */
import { once } from 'node:events';
import type { AddressInfo, Server, Socket } from 'node:net';

export abstract class FaultProxy {
  readonly port: number;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #isDisconnected = false;

  /** @param server listens already. */
  protected constructor(server: Server) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
    server.on('connection', (socket) => {
      if (this.#isDisconnected) socket.destroy();
      else this.track(socket);
    });
  }

  /** Cuts every connection and accepts no more until `reconnect`. The port stays its own meanwhile. */
  disconnect(): void {
    this.#isDisconnected = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  reconnect(): void {
    this.#isDisconnected = false;
  }

  /** Cuts every connection and frees the port. */
  async close(): Promise<void> {
    this.disconnect();
    if (!this.#server.listening) return;
    this.#server.close();
    await once(this.#server, 'close');
  }

  protected track(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => this.#sockets.delete(socket));
  }
}

/** On a free port of loopback. */
export async function listen<Listening extends Server>(server: Listening): Promise<Listening> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
