/** What a query says of the page of a list that is wanted. */
import * as z from 'zod/mini';
import { integerParameter } from './common.ts';
import { limits } from './limits.ts';

export const cursorQuery = {
  /** Opaque to clients. */
  cursor: z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
  size: z.optional(integerParameter(1, limits.maxPageSize)),
};
