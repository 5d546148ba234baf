import type { IncomingMessage } from 'node:http';
import { uuid } from '@media-feed/contract';
import { Inject, Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { Strategy } from 'passport-jwt';
import * as z from 'zod';
import type { Config } from '../config/config.ts';
import { CONFIG } from '../config/config.module.ts';
import type { Caller } from './guards/current-user.ts';

export const ACCESS_TOKEN = 'access-token';

/** RFC 6750 §2.1: the scheme, one space and the token. passport's own extractor takes what follows it, too. */
const readBearerToken = ({ headers }: IncomingMessage) =>
  /^Bearer ([\w.~+/=-]+)$/i.exec(headers.authorization ?? '')?.[1] ?? null;

/** Seconds since 1970 (RFC 7519 §4.1). */
const payloadSchema = z.object({ sub: uuid, iat: z.number(), exp: z.number() });

/**
 * The one place where access tokens are verified. For a managed identity provider: RS256 here, and its JWKS as
 * `secretOrKeyProvider`; nothing else in the program knows what a token looks like.
 */
@Injectable()
export class AccessTokenStrategy extends PassportStrategy(Strategy, ACCESS_TOKEN) {
  constructor(@Inject(CONFIG) config: Config) {
    super({
      jwtFromRequest: readBearerToken,
      secretOrKey: config.jwtSecret,
      algorithms: ['HS256'],
      issuer: config.jwtIssuer,
      audience: config.jwtAudience,
    });
  }

  /** Called with the payload of a token whose signature, times, issuer and audience are right. */
  override validate(payload: unknown): Caller | null {
    const result = payloadSchema.safeParse(payload);
    return result.success ? { id: result.data.sub, expiresAt: new Date(result.data.exp * 1000) } : null;
  }
}
