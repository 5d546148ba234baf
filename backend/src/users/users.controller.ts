import { Body, Controller, Param } from '@nestjs/common';
import type { ChangeProfileBody, OwnProfile, PublicProfile } from '@media-feed/contract';
import { Authenticated, OptionalUser } from '../identity/authenticated.ts';
import { type Caller, CurrentUser } from '../identity/current-user.ts';
import { Serves } from '../http/serves.ts';
import { UsersService } from './users.service.ts';

@Controller()
export class UsersController {
  constructor(private readonly users: UsersService) {}

  @Serves('getOwnProfile')
  @Authenticated()
  getMe(@CurrentUser() caller: Caller): Promise<OwnProfile> {
    return this.users.getOwnProfile(caller.id);
  }

  @Serves('changeProfile')
  @Authenticated()
  change(@CurrentUser() caller: Caller, @Body() body: ChangeProfileBody): Promise<OwnProfile> {
    return this.users.changeProfile(caller.id, body);
  }

  @Serves('getProfileByHandle')
  @OptionalUser()
  getPersonByHandle(@Param('handle') handle: string): Promise<PublicProfile> {
    return this.users.getPublicProfileByHandle(handle);
  }

  @Serves('getProfile')
  @OptionalUser()
  getPerson(@Param('userId') userId: string): Promise<PublicProfile> {
    return this.users.getPublicProfile(userId);
  }
}
