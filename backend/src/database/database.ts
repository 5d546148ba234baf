import { Injectable } from '@nestjs/common';
import type { Pool, PoolClient, QueryResultRow } from 'pg';
import { DataSource } from 'typeorm';
import type { Statement } from './statement.ts';

export interface Queryable {
  /** Rows as PostgreSQL gives them: columns in snake_case, `bigint` as text, `timestamptz` as Date. */
  query<Row extends QueryResultRow>(statement: Statement, values?: readonly unknown[]): Promise<Row[]>;
}

/** SQL by hand through the DataSource's own pool, for what is called often (docs/performance.md «Node»). */
@Injectable()
export class Database implements Queryable {
  constructor(private readonly dataSource: DataSource) {}

  async query<Row extends QueryResultRow>(
    statement: Statement,
    values: readonly unknown[] = [],
  ): Promise<Row[]> {
    return run(this.pool, statement, values);
  }

  /** Commits what `work` did, or rolls it back when it throws. */
  async transaction<Result>(work: (transaction: Queryable) => Promise<Result>): Promise<Result> {
    const client = await this.pool.connect();
    // A connection that breaks rejects the statement in flight; it must not end the process as well.
    client.on('error', ignore);
    let broken = false;
    try {
      await client.query('BEGIN');
      const result = await work({ query: (statement, values = []) => run(client, statement, values) });
      await client.query('COMMIT');
      return result;
    } catch (error) {
      // A connection that cannot even roll back is not given to anybody else.
      broken = await client.query('ROLLBACK').then(
        () => false,
        () => true,
      );
      throw error;
    } finally {
      client.off('error', ignore);
      client.release(broken);
    }
  }

  /** How many connections there are, how many of them idle, and how many callers wait for one. */
  get connections(): { total: number; idle: number; waiting: number } {
    const { totalCount, idleCount, waitingCount } = this.pool;
    return { total: totalCount, idle: idleCount, waiting: waitingCount };
  }

  private get pool(): Pool {
    return (this.dataSource.driver as unknown as { master: Pool }).master;
  }
}

const ignore = (): void => undefined;

async function run<Row extends QueryResultRow>(
  client: Pool | PoolClient,
  statement: Statement,
  values: readonly unknown[],
): Promise<Row[]> {
  const result = await client.query<Row>({ ...statement, values: [...values] });
  return result.rows;
}
