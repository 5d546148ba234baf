import { Body, Controller, Get, Param, Patch } from '@nestjs/common';
import {
  type ChangeProfileBody,
  changeProfileBodySchema,
  type OwnProfile,
  ownProfileSchema,
  type PublicProfile,
  publicProfileSchema,
  uuid,
} from '@media-feed/contract';
import { Authenticated, OptionalUser } from '../identity/authenticated.ts';
import { type Caller, CurrentUser } from '../identity/current-user.ts';
import { zodPipe } from '../http/zod.pipe.ts';
import { ApiContract } from '../http/api-contract.ts';
import { UsersService } from './users.service.ts';

@Controller('users')
export class UsersController {
  constructor(private readonly users: UsersService) {}

  @Get('me')
  @Authenticated()
  @ApiContract({ summary: 'Who am I', status: 200, response: ownProfileSchema })
  getMe(@CurrentUser() caller: Caller): Promise<OwnProfile> {
    return this.users.getOwnProfile(caller.id);
  }

  @Patch('me')
  @Authenticated()
  @ApiContract({
    summary: 'Change my name',
    body: changeProfileBodySchema,
    status: 200,
    response: ownProfileSchema,
  })
  rename(
    @CurrentUser() caller: Caller,
    @Body(zodPipe(changeProfileBodySchema)) body: ChangeProfileBody,
  ): Promise<OwnProfile> {
    return this.users.rename(caller.id, body.name);
  }

  @Get(':userId')
  @OptionalUser()
  @ApiContract({
    summary: 'What everybody may see of a person',
    status: 200,
    response: publicProfileSchema,
    problems: ['not-found'],
  })
  getPerson(@Param('userId', zodPipe(uuid)) userId: string): Promise<PublicProfile> {
    return this.users.getPublicProfile(userId);
  }
}
