import * as z from 'zod';

/** A message that can never be read, however often it comes; it goes to the dead-letter queue. */
export class UnreadableMessageError extends Error {
  override readonly name = 'UnreadableMessageError';
}

/**
 * Parses a message's body. `objection` finds what else is wrong with it. Throws {@link UnreadableMessageError},
 * which names what is wrong and never quotes the message.
 */
export function parseMessage<Message>(
  schema: z.core.$ZodType<Message>,
  body: string,
  objection: (message: Message) => string | undefined = () => undefined,
): Message {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    throw new UnreadableMessageError('The message is not JSON');
  }
  const result = z.safeParse(schema, json);
  if (!result.success) {
    const paths = result.error.issues.map(({ path }) => path.join('.') || 'message');
    throw new UnreadableMessageError(`The message is not valid at ${[...new Set(paths)].join(', ')}`);
  }
  const objected = objection(result.data);
  if (objected) throw new UnreadableMessageError(`The message was rejected: ${objected}`);
  return result.data;
}
