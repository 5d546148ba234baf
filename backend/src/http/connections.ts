import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** How long after the beginning of the end a connection that is open may bring one more request. */
const farewellMs = 2_000;

interface Stopping {
  readonly hasBegun: boolean;
  /** Milliseconds since it began. */
  readonly lasts: number;
}

/**
 * Closing the server ends connections that are idle at that moment, and whoever just sends a request on one gets
 * no answer (RFC 9112 §9.5: a client may not send a POST again by itself). So from the beginning of the end every
 * answer says that it is the last of its connection, and what the close finds open has been idle for a while.
 * Those busy then must not stay open for another request, or the last of them would hold the process until its
 * keep-alive ends. Nor must one that was opened in advance, as browsers do: for Node it is busy until its first
 * request.
 */
export function closeConnectionsWhenDone(fastify: FastifyInstance, stopping: Stopping): void {
  const sockets = new Set<Socket>();
  let closing = false;
  let endFarewell: (() => void) | undefined;
  fastify.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => {
      sockets.delete(socket);
      if (sockets.size === 0) endFarewell?.();
    });
  });
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    if (stopping.hasBegun) reply.header('connection', 'close');
    done();
  });
  fastify.addHook('preClose', (done) => {
    endFarewell = () => {
      clearTimeout(timer);
      endFarewell = undefined;
      closing = true;
      for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
      done();
    };
    const timer = setTimeout(endFarewell, Math.max(0, farewellMs - stopping.lasts));
    if (sockets.size === 0) endFarewell();
  });
  fastify.addHook('onResponse', (_request, _reply, done) => {
    if (closing) setImmediate(() => fastify.server.closeIdleConnections());
    done();
  });
}
