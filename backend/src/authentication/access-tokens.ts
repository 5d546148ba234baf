import { Inject, Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import type { Config } from '../config/config.ts';
import { CONFIG } from '../config/config.module.ts';

/** Issues what `AccessTokenStrategy` verifies. */
@Injectable()
export class AccessTokens {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly jwt: JwtService,
  ) {}

  /** A JWT with `sub`, `iat`, `exp`, `iss` and `aud`, signed with HS256. */
  issue(userId: string): Promise<string> {
    return this.jwt.signAsync(
      {},
      {
        subject: userId,
        secret: this.config.jwtSecret,
        algorithm: 'HS256',
        expiresIn: this.config.accessTokenTtlSeconds,
        issuer: this.config.jwtIssuer,
        audience: this.config.jwtAudience,
      },
    );
  }
}
