/**
 * Makes every server of this process listen on loopback, whatever address its library asks for: fauxqs always
 * asks for all interfaces, and nothing of the embedded stack may be reached from another machine.
 */
import { type ListenOptions, Server } from 'node:net';

// The method's overloads don't matter here: Fastify always calls it with one options object.
// eslint-disable-next-line @typescript-eslint/unbound-method -- called with `this` below
const listen = Server.prototype.listen as (this: Server, ...rest: unknown[]) => Server;

Server.prototype.listen = function (this: Server, options: unknown, ...rest: unknown[]): Server {
  const onLoopback =
    typeof options === 'object' && options !== null
      ? { ...(options as ListenOptions), host: '127.0.0.1' }
      : options;
  return listen.call(this, onLoopback, ...rest);
} as typeof Server.prototype.listen;
