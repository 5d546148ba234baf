import type { QueryResultRow } from 'pg';
import type { Queryable } from './database.ts';
import type { Statement } from './statement.ts';

/** Of one statement over all that somebody has: thousands of items, each with its words and tags. */
const longMs = 300_000;

const allowLong: Statement = {
  name: 'database_allow_long',
  text: `SELECT set_config('statement_timeout', '${String(longMs)}', true)`,
};

/** Within a transaction, whose statements may all take as long from then on; neither the server's limit ends them nor the driver's. */
export async function queryLong<Row extends QueryResultRow>(
  transaction: Queryable,
  statement: Statement,
  values: readonly unknown[],
): Promise<Row[]> {
  await transaction.query(allowLong);
  return transaction.query<Row>({ ...statement, query_timeout: longMs }, values);
}
