import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** What happens to a call: it goes through, is answered 503, or is cut off before or after it was done. */
export type Fate = 'pass' | 'fail' | 'cut before' | 'cut after';

/** Stands between the program and SQS or S3, and can be away. */
export class FaultyProxy {
  private readonly server = createServer((incoming, outgoing) => {
    void this.forward(incoming, outgoing);
  });
  private readonly sockets = new Set<Socket>();
  private port = 0;
  /** Decides about each call by its name, such as `DeleteMessageBatch` of SQS or `POST /bucket/key?uploadId=…` of S3. */
  decide: (action: string) => Fate | Promise<Fate> = () => 'pass';

  constructor(private readonly target: string) {
    this.server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
  }

  get endpoint(): string {
    return `http://127.0.0.1:${String(this.port)}`;
  }

  /** On the same port as before, if there was one. */
  async start(): Promise<void> {
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
    if (this.server.listening) await once(this.server, 'close');
  }

  private async forward(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const call = `${incoming.method ?? ''} ${incoming.url ?? ''}`;
    const action = String(incoming.headers['x-amz-target'] ?? '').split('.')[1] ?? call;
    const fate = await this.decide(action);
    if (fate === 'cut before') {
      incoming.socket.destroy();
      return;
    }
    if (fate === 'fail') {
      incoming.resume();
      outgoing.writeHead(503).end();
      return;
    }
    const onward = request(
      `${this.target}${incoming.url ?? ''}`,
      { method: incoming.method, headers: incoming.headers },
      (answer) => {
        if (fate === 'cut after') incoming.socket.destroy();
        else answer.pipe(outgoing.writeHead(answer.statusCode ?? 500, answer.headers));
      },
    );
    onward.on('error', () => incoming.socket.destroy());
    outgoing.on('close', () => onward.destroy());
    incoming.pipe(onward);
  }
}
