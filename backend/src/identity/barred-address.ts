import { createHmac } from 'node:crypto';
import type { Config } from '../config/config.ts';
import { emailKeyOf } from './email-key.ts';

type Keys = Pick<Config, 'jwtSecret' | 'jwtPreviousSecret'>;

/** What is kept of the address of a suspended account that was deleted: keyed, so that nobody finds it by trying all. */
export const barredHashOf = (email: string, { jwtSecret }: Pick<Keys, 'jwtSecret'>): Buffer =>
  createHmac('sha256', jwtSecret)
    .update(`barred\0${emailKeyOf(email)}`)
    .digest();

/** By each key that is in use. */
export const barredHashesOf = (email: string, { jwtSecret, jwtPreviousSecret }: Keys): Buffer[] =>
  [jwtSecret, jwtPreviousSecret].flatMap((secret) =>
    secret === undefined ? [] : [barredHashOf(email, { jwtSecret: secret })],
  );
