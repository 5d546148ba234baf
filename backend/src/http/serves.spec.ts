import { describe, expect, it } from '@jest/globals';
import type { ChangeProfileBody, LikeState, OwnProfile, PublicProfile } from '@media-feed/contract';
import { Serves, ServesByReply } from './serves.ts';

const notCalled = () => Promise.reject(new Error('Only its types count'));

/** `tsc` holds each line below to fail or not: an expected error that does not come is an error. */
class Handlers {
  @Serves('changeProfile')
  keepsToTheCall(_userId: string, _body: ChangeProfileBody): Promise<OwnProfile> {
    return notCalled();
  }

  // @ts-expect-error -- another answer than the call's
  @Serves('changeProfile')
  answersAnotherShape(_userId: string, _body: ChangeProfileBody): Promise<LikeState> {
    return notCalled();
  }

  // @ts-expect-error -- a part of the answer is missing
  @Serves('changeProfile')
  answersLess(_userId: string, _body: ChangeProfileBody): Promise<PublicProfile> {
    return notCalled();
  }

  // @ts-expect-error -- everybody would see the address
  @Serves('getProfile')
  answersMore(_userId: string): Promise<OwnProfile> {
    return notCalled();
  }

  // @ts-expect-error -- the body is of another shape
  @Serves('changeProfile')
  takesAnotherBody(_userId: string, _body: { title: string }): Promise<OwnProfile> {
    return notCalled();
  }

  // @ts-expect-error -- the call has a body, which nobody takes
  @Serves('changeProfile')
  takesNoBody(_userId: string): Promise<OwnProfile> {
    return notCalled();
  }

  // @ts-expect-error -- 204 has no answer
  @Serves('signOut')
  answersWhereThereIsNone(): Promise<LikeState> {
    return notCalled();
  }

  // @ts-expect-error -- what is sent by the reply is not given back too
  @ServesByReply('signOut')
  answersTwice(): Promise<LikeState> {
    return notCalled();
  }
}

describe('a method that serves calls', () => {
  it('is of a class as any other', () => {
    expect(new Handlers()).toBeInstanceOf(Handlers);
  });

  it('serves several calls only where they are one route', () => {
    expect(() => ServesByReply('listFeedPage', 'continueFeed')).not.toThrow();
    expect(() => ServesByReply('getMedia', 'changeMedia')).toThrow('not one route');
  });
});
