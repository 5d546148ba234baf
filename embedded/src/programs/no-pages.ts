/**
 * Makes every HTTP server of this process refuse what a page in a browser sends. The ports of functions and queue take
 * calls without a signature, from programs of this machine; a page of any site can reach loopback as well, by a form or
 * by a name that it has pointed there.
 */
import { type IncomingMessage, Server, type ServerResponse } from 'node:http';
import { isFromPage } from './is-from-page.ts';

// eslint-disable-next-line @typescript-eslint/unbound-method -- called with `this` below
const emit = Server.prototype.emit as (this: Server, event: string, ...rest: unknown[]) => boolean;

Server.prototype.emit = function (this: Server, event: string, ...rest: unknown[]): boolean {
  if (event !== 'request' || !isFromPage((rest[0] as IncomingMessage).headers)) {
    return emit.call(this, event, ...rest);
  }
  (rest[1] as ServerResponse).writeHead(403, { connection: 'close' }).end();
  return true;
} as typeof Server.prototype.emit;
