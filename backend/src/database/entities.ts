/** Every entity, named here so that the program and the schema comparison see the same ones. */
import { RefreshToken } from '../authentication/refresh-token.entity.ts';
import { Session } from '../authentication/session.entity.ts';
import { User } from '../users/user.entity.ts';

export const entities = [User, Session, RefreshToken];
