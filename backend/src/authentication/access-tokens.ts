import { Inject, Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import type { Config } from '../config/config.ts';
import { CONFIG } from '../config/config.module.ts';
import { TokenKeys } from './token-keys.ts';

/** Issues what `AccessTokenStrategy` verifies. */
@Injectable()
export class AccessTokens {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly jwt: JwtService,
    private readonly keys: TokenKeys,
  ) {}

  /** A JWT with `sub`, `sid`, `iat`, `exp`, `iss` and `aud`, signed with HS256. */
  issue(userId: string, sessionId: string): Promise<string> {
    return this.jwt.signAsync(
      { sid: sessionId },
      {
        subject: userId,
        secret: this.keys.current.secret,
        keyid: this.keys.current.id,
        algorithm: 'HS256',
        expiresIn: this.config.accessTokenTtlSeconds,
        issuer: this.config.jwtIssuer,
        audience: this.config.jwtAudience,
      },
    );
  }
}
