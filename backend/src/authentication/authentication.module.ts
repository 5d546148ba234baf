import { Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { PassportModule } from '@nestjs/passport';
import { UsersModule } from '../users/users.module.ts';
import { AccessTokenStrategy } from './access-token.strategy.ts';
import { AccessTokens } from './access-tokens.ts';
import { AuthenticationController } from './authentication.controller.ts';
import { AuthenticationService } from './authentication.service.ts';
import { PasswordHasher } from './password-hasher.ts';
import { SessionsRepository } from './sessions.repository.ts';

@Module({
  imports: [UsersModule, PassportModule, JwtModule.register({})],
  controllers: [AuthenticationController],
  providers: [AuthenticationService, AccessTokens, AccessTokenStrategy, PasswordHasher, SessionsRepository],
})
export class AuthenticationModule {}
