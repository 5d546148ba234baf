/** One action for many items at once. */
import * as z from 'zod/mini';
import { tagSchema } from './caption.ts';
import { uuid } from './common.ts';
import { limits } from './limits.ts';
import { problemCodes } from './problem.ts';

export const batchActions = ['like', 'unlike', 'tag', 'delete'] as const;
export type BatchAction = (typeof batchActions)[number];

export const batchBodySchema = z
  .strictObject({
    action: z.enum(batchActions),
    mediaIds: z.array(uuid).check(
      z.minLength(1),
      z.maxLength(limits.maxBatchItems),
      z.refine((ids) => new Set(ids).size === ids.length, { error: 'Must not name an item twice' }),
    ),
    /** Of `tag`: what is put behind each caption. */
    tag: z.optional(tagSchema),
  })
  .check(
    z.refine(({ action, tag }) => (action === 'tag') === (tag !== undefined), {
      path: ['tag'],
      error: 'Must be given where action is tag, and nowhere else',
    }),
  );
export type BatchBody = z.infer<typeof batchBodySchema>;

/** In the order in which the items were named. */
export const batchResultsSchema = z.strictObject({
  results: z.array(
    z.strictObject({
      mediaId: uuid,
      /** What the call for this item alone would have answered: 200 or 204, else that of the problem. */
      status: z.int(),
      code: z.optional(z.enum(problemCodes)),
    }),
  ),
});
export type BatchResults = z.infer<typeof batchResultsSchema>;
