import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { JwtModule } from '@nestjs/jwt';
import { PassportModule } from '@nestjs/passport';
import { UsersModule } from '../users/users.module.ts';
import { AccessTokenStrategy } from './access-token.strategy.ts';
import { AccessTokens } from './access-tokens.ts';
import { AuthenticationController } from './authentication.controller.ts';
import { AuthenticationService } from './authentication.service.ts';
import { AccessTokenGuard } from './guards/access-token.guard.ts';
import { PasswordHasher } from './password-hasher.ts';
import { SessionsRepository } from './sessions.repository.ts';

@Module({
  imports: [UsersModule, PassportModule, JwtModule.register({})],
  controllers: [AuthenticationController],
  providers: [
    AuthenticationService,
    AccessTokens,
    AccessTokenStrategy,
    PasswordHasher,
    SessionsRepository,
    { provide: APP_GUARD, useClass: AccessTokenGuard },
  ],
})
export class AuthenticationModule {}
