/** Answer of the calls under /health. */
import * as z from 'zod/mini';

export const healthSchema = z.strictObject({ status: z.literal('ok') });
export type Health = z.infer<typeof healthSchema>;
