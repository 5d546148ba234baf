import { createParamDecorator, type ExecutionContext } from '@nestjs/common';

/** Whose valid access token came with the request. */
export interface Caller {
  readonly id: string;
  /** The session that the token came from. */
  readonly sessionId: string;
  /** When the token ends; a stream that it opened ends then too. */
  readonly expiresAt: Date;
}

/** `@CurrentUser() caller: Caller` on an `@Authenticated()` route, `Caller | undefined` elsewhere. */
export const CurrentUser = createParamDecorator<undefined>((_data, context: ExecutionContext) => {
  return context.switchToHttp().getRequest<{ user?: Caller }>().user;
});
