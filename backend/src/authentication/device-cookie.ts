import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../config/config.ts';
import { cookieAttributes, cookieName } from './refresh-cookie.ts';

const deviceCookie = 'device';
const maxAgeSeconds = 365 * 24 * 60 * 60;
/** People who share a device; the one who signed in longest ago is forgotten. */
const maxAccounts = 5;

/**
 * Somebody signed in to the account on this device before (OWASP, «device cookies»): its wrong passwords are counted by
 * themselves, so that nobody is locked out by the guesses of others. It opens nothing. Gives the device's own name
 * for that account; `undefined` for what was not made here, or for another account.
 */
export function findDevice(request: FastifyRequest, emailKey: string, config: Config): string | undefined {
  return entriesOf(request, config).find((entry) => belongsTo(entry, emailKey, config));
}

/** For the account that signs in now; those of others who share the device stay. */
export function setDeviceCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  emailKey: string,
  config: Config,
): void {
  const known = findDevice(request, emailKey, config);
  const nonce = randomBytes(16).toString('base64url');
  const entry = known ?? `${nonce}.${macOf(nonce, emailKey, config.jwtSecret)}`;
  const others = entriesOf(request, config).filter((other) => other !== entry);
  void reply.setCookie(
    cookieName(deviceCookie, request, config),
    [entry, ...others].slice(0, maxAccounts).join('~'),
    {
      ...cookieAttributes(request, config),
      maxAge: maxAgeSeconds,
    },
  );
}

const entriesOf = (request: FastifyRequest, config: Config): string[] =>
  (request.cookies[cookieName(deviceCookie, request, config)] ?? '')
    .split('~', maxAccounts)
    .filter((entry) => /^[\w-]{22}\.[\w-]{43}$/.test(entry));

function belongsTo(entry: string, emailKey: string, { jwtSecret, jwtPreviousSecret }: Config): boolean {
  const [nonce = '', mac = ''] = entry.split('.');
  return [jwtSecret, jwtPreviousSecret].some(
    (secret) =>
      secret !== undefined && timingSafeEqual(Buffer.from(mac), Buffer.from(macOf(nonce, emailKey, secret))),
  );
}

const macOf = (nonce: string, emailKey: string, secret: string): string =>
  createHmac('sha256', secret).update(`device\0${nonce}\0${emailKey}`).digest('base64url');
