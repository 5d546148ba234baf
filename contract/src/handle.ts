/** The short name by which a person has a page of their own, `/@handle`. */
import * as z from 'zod/mini';
import { fieldMessages } from './field-messages.ts';
import { isReservedName } from './reserved-names.ts';

/** In lower case; a capital is the same letter. With a letter or a digit, or nothing would be left of it to tell it by. */
export const handleSchema = z
  .string()
  .check(
    z.trim(),
    z.toLowerCase(),
    z.regex(/^(?=.*[a-z0-9])[a-z0-9_]{3,30}$/, { error: fieldMessages.handleInvalid }),
  );

/** One that somebody may choose. */
export const newHandleSchema = handleSchema.check(
  z.refine((handle) => !isReservedName(handle), { error: fieldMessages.handleReserved }),
);
