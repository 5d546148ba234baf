import type { Readable } from 'node:stream';
import { Controller, Headers, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Authenticated } from '../identity/authenticated.ts';
import { type Caller, CurrentUser } from '../identity/current-user.ts';
import { Serves } from '../http/serves.ts';
import { byCaller, RateLimit, type RateLimitRule, readsPerAddress } from '../rate-limiting/rate-limit.ts';
import { EventsService } from './events.service.ts';

/** What was missed may be an hour of events, each with its item; how many streams are open is limited elsewhere. */
const replaysPerUser: RateLimitRule = {
  name: 'event-replays-per-user',
  limit: 'eventReplayLimitPerUser',
  by: (request) => (request.headers['last-event-id'] === undefined ? [] : byCaller(request)),
  local: true,
};

@Controller()
@Authenticated()
export class EventsController {
  constructor(private readonly events: EventsService) {}

  @Serves('openEventStream')
  @RateLimit(readsPerAddress, replaysPerUser)
  async openStream(
    @CurrentUser() caller: Caller,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Readable> {
    const stream = await this.events.openStream(caller, lastEventId);
    reply
      .header('content-type', 'text/event-stream; charset=utf-8')
      // nginx hands each event on at once.
      .header('x-accel-buffering', 'no');
    // Also where the answer needs no body, as to HEAD.
    reply.raw.once('close', () => stream.destroy());
    return stream;
  }
}
