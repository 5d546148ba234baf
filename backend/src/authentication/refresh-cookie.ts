import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../config/config.ts';

const refreshCookie = 'refresh_token';

const loopback = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** The refresh token that the browser sent, if any. */
export function readRefreshCookie(request: FastifyRequest, config: Config): string | undefined {
  return request.cookies[cookieName(refreshCookie, request, config)];
}

export function setRefreshCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  token: string,
  config: Config,
): void {
  void reply.setCookie(cookieName(refreshCookie, request, config), token, {
    ...cookieAttributes(request, config),
    maxAge: config.refreshTokenTtlSeconds,
  });
}

export function clearRefreshCookie(request: FastifyRequest, reply: FastifyReply, config: Config): void {
  void reply.clearCookie(cookieName(refreshCookie, request, config), cookieAttributes(request, config));
}

/**
 * With `__Secure-` wherever the cookie is Secure (RFC 6265bis §4.1.3.1): no page of a neighbouring host without TLS can
 * give a visitor a session that somebody else knows.
 */
export const cookieName = (name: string, request: FastifyRequest, config: Config): string =>
  cookieAttributes(request, config).secure ? `__Secure-${name}` : name;

/** Secure, but for developers on loopback, where not every client takes plain HTTP for safe. */
export function cookieAttributes(request: FastifyRequest, config: Config) {
  const secure = config.environment === 'production' || !loopback.test(request.hostname);
  return { httpOnly: true, sameSite: 'strict', path: '/authentication', secure } as const;
}
