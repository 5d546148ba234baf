/** What programs of this workspace read their settings with. */
import * as z from 'zod/mini';

export const number = (byDefault: number) => z._default(z.coerce.number().check(z.gt(0)), byDefault);

/** Numbers separated by commas. */
export const numbers = (byDefault: string) =>
  z.pipe(
    z._default(z.string().check(z.regex(/^\d+(\.\d+)?(,\d+(\.\d+)?)*$/)), byDefault),
    z.transform((text: string) => text.split(',').map(Number)),
  );

/**
 * An empty variable counts as none. `list` is where a reader finds what each takes.
 *
 * @throws {Error} naming every bad variable, never its value.
 */
export function parseSettings<Settings>(
  schema: z.ZodMiniType<Settings>,
  environment: Readonly<Record<string, string | undefined>>,
  list: string,
): Settings {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(present);
  if (parsed.success) return parsed.data;
  const names = new Set(parsed.error.issues.map((issue) => String(issue.path[0])));
  throw new Error(`These settings are not valid: ${[...names].join(', ')}. ${list} lists what they take.`);
}
