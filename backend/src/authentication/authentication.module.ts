import { Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { PassportModule } from '@nestjs/passport';
import { UsersModule } from '../users/users.module.ts';
import { AccessTokenStrategy } from './access-token.strategy.ts';
import { AccessTokens } from './access-tokens.ts';
import { AccountController } from './account.controller.ts';
import { AuthenticationController } from './authentication.controller.ts';
import { AuthenticationService } from './authentication.service.ts';
import { BreachedPasswords } from './breached-passwords.ts';
import { EndedSessions } from './ended-sessions.ts';
import { PasswordHasher } from './password-hasher.ts';
import { PasswordsRepository } from './passwords.repository.ts';
import { PasswordsService } from './passwords.service.ts';
import { SessionRetentionRepository } from './session-retention.repository.ts';
import { SessionsRepository } from './sessions.repository.ts';
import { SessionsService } from './sessions.service.ts';
import { TokenKeys } from './token-keys.ts';

@Module({
  imports: [UsersModule, PassportModule, JwtModule.register({})],
  controllers: [AuthenticationController, AccountController],
  providers: [
    AuthenticationService,
    AccessTokens,
    AccessTokenStrategy,
    TokenKeys,
    PasswordHasher,
    PasswordsService,
    PasswordsRepository,
    BreachedPasswords,
    SessionsService,
    SessionsRepository,
    SessionRetentionRepository,
    EndedSessions,
  ],
  exports: [EndedSessions, SessionsService],
})
export class AuthenticationModule {}
