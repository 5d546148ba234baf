import type { IncomingMessage } from 'node:http';
import { uuid } from '@media-feed/contract';
import { Inject, Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { Strategy } from 'passport-jwt';
import * as z from 'zod';
import type { Config } from '../config/config.ts';
import { CONFIG } from '../config/config.module.ts';
import type { Caller } from '../identity/current-user.ts';
import { TokenKeys } from './token-keys.ts';

export const ACCESS_TOKEN = 'access-token';

/** RFC 6750 §2.1: the scheme, one space and the token. passport's own extractor takes what follows it, too. */
const readBearerToken = ({ headers }: IncomingMessage) =>
  /^Bearer ([\w.~+/=-]+)$/i.exec(headers.authorization ?? '')?.[1] ?? null;

type KeyFound = (error: Error | null, secret?: Buffer) => void;

/** Seconds since 1970 (RFC 7519 §4.1). */
const payloadSchema = z.object({ sub: uuid, sid: uuid, iat: z.number(), exp: z.number() });

/**
 * The one place where access tokens are verified; nothing else in the program knows what a token looks like.
 * docs/adr/0006 shows what changes here for a managed identity provider.
 */
@Injectable()
export class AccessTokenStrategy extends PassportStrategy(Strategy, ACCESS_TOKEN) {
  constructor(@Inject(CONFIG) config: Config, keys: TokenKeys) {
    super({
      jwtFromRequest: readBearerToken,
      secretOrKeyProvider: (_request: IncomingMessage, token: string, done: KeyFound) => {
        const secret = keys.find(token);
        if (secret === undefined) done(new Error('Signed with a key that is not known'));
        // jsonwebtoken, which passport-jwt hands it to, takes key objects too; its types do not say so.
        else done(null, secret as unknown as Buffer);
      },
      algorithms: ['HS256'],
      issuer: config.jwtIssuer,
      audience: config.jwtAudience,
    });
  }

  /** Called with the payload of a token whose signature, times, issuer and audience are right. */
  override validate(payload: unknown): Caller | null {
    const result = payloadSchema.safeParse(payload);
    if (!result.success) return null;
    const { sub, sid, exp } = result.data;
    return { id: sub, sessionId: sid, expiresAt: new Date(exp * 1000) };
  }
}
