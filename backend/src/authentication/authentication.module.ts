import { Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { PassportModule } from '@nestjs/passport';
import { MailModule } from '../mail/mail.module.ts';
import { UsersModule } from '../users/users.module.ts';
import { AccessTokenStrategy } from './access-token.strategy.ts';
import { AccessTokens } from './access-tokens.ts';
import { AccountController } from './account.controller.ts';
import { AuthenticationController } from './authentication.controller.ts';
import { AuthenticationService } from './authentication.service.ts';
import { BreachedPasswords } from './breached-passwords.ts';
import { EmailAddressesController } from './email-addresses.controller.ts';
import { EmailAddressesRepository } from './email-addresses.repository.ts';
import { EmailAddressesService } from './email-addresses.service.ts';
import { EndedSessions } from './ended-sessions.ts';
import { InvitationsRepository } from './invitations.repository.ts';
import { InvitationsService } from './invitations.service.ts';
import { PasswordHasher } from './password-hasher.ts';
import { PasswordResetController } from './password-reset.controller.ts';
import { PasswordResetService } from './password-reset.service.ts';
import { PasswordsRepository } from './passwords.repository.ts';
import { PasswordsService } from './passwords.service.ts';
import { SessionRetentionRepository } from './session-retention.repository.ts';
import { SessionsRepository } from './sessions.repository.ts';
import { SessionsService } from './sessions.service.ts';
import { TokenKeys } from './token-keys.ts';

@Module({
  imports: [MailModule, UsersModule, PassportModule, JwtModule.register({})],
  controllers: [
    AuthenticationController,
    AccountController,
    PasswordResetController,
    EmailAddressesController,
  ],
  providers: [
    AuthenticationService,
    AccessTokens,
    AccessTokenStrategy,
    TokenKeys,
    PasswordHasher,
    PasswordsService,
    PasswordResetService,
    PasswordsRepository,
    EmailAddressesService,
    EmailAddressesRepository,
    InvitationsService,
    InvitationsRepository,
    BreachedPasswords,
    SessionsService,
    SessionsRepository,
    SessionRetentionRepository,
    EndedSessions,
  ],
  exports: [EndedSessions, SessionsService, PasswordsService, EmailAddressesService],
})
export class AuthenticationModule {}
