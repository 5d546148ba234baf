/** Which index a statement takes, where the wrong one would be read whole after a burst of uploads. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import type { Database } from '../../src/database/database.ts';
import type { Statement } from '../../src/database/statement.ts';
import { ResultsRepository } from '../../src/processing/results.repository.ts';
import { PendingUploadsRepository } from '../../src/reconciliation/pending-uploads.repository.ts';
import { UploadsRepository } from '../../src/uploads/uploads.repository.ts';
import { signUpPerson } from '../support/people.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
  const { user } = await signUpPerson(app.url);
  // As after a quiet night: many settled items, and statistics that know of nothing unfinished.
  await app.app.get(DataSource).query(
    `INSERT INTO media (id, uploader_id, type, declared_mime_type, file_name, size, url_expires_at, deadline_at,
                        status, rejection_reason, rejection_detail, rejected_at)
     SELECT uuidv7(), $1, 'IMAGE', 'image/jpeg', 'a.jpg', 1, now(), now(), 'REJECTED', 'corrupt', 'No.', now()
     FROM generate_series(1, 20000)`,
    [user.id],
  );
  await app.app.get(DataSource).query('VACUUM ANALYZE media');
});
afterAll(() => app.close());

/** The statements that `use` sends; none is carried out. */
async function statementsOf(use: (database: Database) => Promise<unknown>): Promise<Statement[]> {
  const sent: Statement[] = [];
  const query = (statement: Statement) => {
    sent.push(statement);
    return Promise.resolve([]);
  };
  const transaction = (work: (queryable: { query: typeof query }) => unknown) => work({ query });
  await use({ query, transaction } as unknown as Database);
  return sent;
}

/** The indexes that the plan for any parameters reads, of a table too small for the planner to want one. */
async function indexesOf({ text }: Statement): Promise<string[]> {
  return app.app.get(DataSource).transaction(async (connection) => {
    await connection.query('SET LOCAL enable_seqscan = off');
    const rows = await connection.query<{ 'QUERY PLAN': string }[]>(`EXPLAIN (GENERIC_PLAN) ${text}`);
    return rows.flatMap(
      (row) => /(?:using|Scan on) (media_\w+_idx|media_pkey)/.exec(row['QUERY PLAN'])?.[1] ?? [],
    );
  });
}

const id = '0198c0de-0000-7000-8000-000000000001';
const pending = {
  id,
  uploader_id: id,
  upload_id: null,
  created_at: new Date(),
  deadline_at: new Date(),
  next_look_at: new Date(),
  arrived_at: null,
  invocations: 0,
};

const rejected = {
  mediaId: id,
  userId: id,
  etag: null,
  arrivedAt: null,
  inspectedAt: null,
  outcome: 'REJECTED' as const,
  reason: 'CORRUPT' as const,
  detail: 'No.',
};

describe('no index of everybody’s unfinished uploads is read', () => {
  const uses: [string, string, (database: Database) => Promise<unknown>][] = [
    [
      'an inspection result',
      'results_record',
      (database) => new ResultsRepository(database).record(rejected),
    ],
    [
      'a look',
      'pending_uploads_note_look',
      (database) => new PendingUploadsRepository(database).noteLook(pending, new Date(), false),
    ],
    [
      'an arrival',
      'pending_uploads_note_arrival',
      (database) => new PendingUploadsRepository(database).noteArrival(id, new Date()),
    ],
    ['an expiry', 'pending_uploads_expire', (database) => new PendingUploadsRepository(database).expire(id)],
  ];
  it.each(uses)('for %s, which is found by its id', async (_what, name, use) => {
    const statement = (await statementsOf(use)).find((sent) => sent.name === name);
    const indexes = statement ? await indexesOf(statement) : [];
    expect(indexes).toContain('media_pkey');
    expect(indexes.filter((index) => /unfinished|deadline|next_look/.test(index))).toEqual([]);
  });

  it('for a request, which counts its own uploader’s', async () => {
    const upload = {
      id,
      uploaderId: id,
      type: 'IMAGE' as const,
      declaredMimeType: 'image/jpeg' as const,
      fileName: 'a.jpg',
      size: 1,
      caption: null,
      tags: [],
      altText: null,
      sensitive: false,
      partSize: null,
      urlExpiresAt: new Date(),
      deadlineAt: new Date(),
    };
    const sent = await statementsOf((database) =>
      new UploadsRepository(app.config, database).insertWithinQuotas(upload),
    );
    const statement = sent.find(({ name }) => name === 'uploads_insert_within_quotas');
    expect(statement && (await indexesOf(statement))).toEqual([
      'media_unfinished_idx',
      'media_taken_back_idx',
    ]);
  });

  it('but by the rounds that ask for what is due', async () => {
    const [statement] = await statementsOf((database) =>
      new PendingUploadsRepository(database).findDue(id, 1, 1),
    );
    const indexes = statement ? await indexesOf(statement) : [];
    expect(indexes).toEqual(expect.arrayContaining(['media_next_look_idx', 'media_deadline_idx']));
  });
});
