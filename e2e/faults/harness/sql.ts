/** PostgreSQL as an operator sees it, past every proxy; a connection that a fault cut is opened anew. */
import pg from 'pg';

export class Sql {
  readonly #pool: pg.Pool;

  constructor(connectionString: string) {
    this.#pool = new pg.Pool({ connectionString, max: 2, connectionTimeoutMillis: 5000 });
    this.#pool.on('error', () => undefined);
  }

  async rows<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.#pool.query<Row>(text, values)).rows;
  }

  /** Holds the table against everybody until the returned function is called. */
  async lockTable(table: 'media'): Promise<() => Promise<void>> {
    const client = await this.#pool.connect();
    await client.query('BEGIN');
    await client.query(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
    return async () => {
      await client.query('ROLLBACK');
      client.release();
    };
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }
}
