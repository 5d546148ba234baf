import type { Usage } from '@media-feed/contract';
import { Controller } from '@nestjs/common';
import { Serves } from '../http/serves.ts';
import { Authenticated } from '../identity/authenticated.ts';
import { type Caller, CurrentUser } from '../identity/current-user.ts';
import { UsageService } from './usage.service.ts';

@Controller()
export class UsageController {
  constructor(private readonly usage: UsageService) {}

  @Serves('getUsage')
  @Authenticated()
  getUsage(@CurrentUser() caller: Caller): Promise<Usage> {
    return this.usage.getUsage(caller.id);
  }
}
