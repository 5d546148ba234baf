import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../config/config.ts';

const REFRESH_COOKIE = 'refresh_token';

const loopback = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** The refresh token that the browser sent, if any. */
export function readRefreshCookie(request: FastifyRequest): string | undefined {
  return request.cookies[REFRESH_COOKIE];
}

export function setRefreshCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  token: string,
  config: Config,
): void {
  void reply.setCookie(REFRESH_COOKIE, token, {
    ...cookieAttributes(request, config),
    maxAge: config.refreshTokenTtlSeconds,
  });
}

export function clearRefreshCookie(request: FastifyRequest, reply: FastifyReply, config: Config): void {
  void reply.clearCookie(REFRESH_COOKIE, cookieAttributes(request, config));
}

/** Secure, but for developers on loopback, where not every client takes plain HTTP for safe. */
export function cookieAttributes(request: FastifyRequest, config: Config) {
  const secure = config.environment === 'production' || !loopback.test(request.hostname);
  return { httpOnly: true, sameSite: 'strict', path: '/authentication', secure } as const;
}
