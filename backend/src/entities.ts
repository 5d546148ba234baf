/** Every entity, named here so that the program and the schema comparison see the same ones. */
import { RefreshToken } from './authentication/refresh-token.entity.ts';
import { Session } from './authentication/session.entity.ts';
import { MediaEvent } from './events/media-event.entity.ts';
import { FeedCount } from './feed/feed-count.entity.ts';
import { Like } from './likes/like.entity.ts';
import { Media } from './media/media.entity.ts';
import { Scan } from './reconciliation/scan.entity.ts';
import { UsageSlot } from './usage/usage-slot.entity.ts';
import { User } from './users/user.entity.ts';

export const entities = [User, Session, RefreshToken, Media, Like, FeedCount, MediaEvent, Scan, UsageSlot];
