/** The database of the stack, for commands that `with-stack.ts` runs. */
import pg from 'pg';
import { CommandError } from '../commands/command.ts';

/** Gives a connection to the work, and ends it. @throws {CommandError} when there is no address, or no answer. */
export async function withDatabase<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const { DATABASE_URL } = process.env;
  if (!DATABASE_URL) throw new CommandError('DATABASE_URL is not set. The Makefile’s targets find it.');
  const client = new pg.Client({ connectionString: DATABASE_URL, connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined);
  await client.connect().catch((error: unknown) => {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new CommandError(
      `The database does not answer (${code ?? message}). \`make status\` says what runs.`,
    );
  });
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
