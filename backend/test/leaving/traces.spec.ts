/** What is left of a deleted account, looked for in every table and every bucket. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { buildStorageKey } from '@media-feed/contract';
import { eventually } from '@media-feed/testing/eventually';
import { AuditService } from '../../src/audit/audit.service.ts';
import { Reconciler } from '../../src/reconciliation/reconciler.ts';
import { Buckets } from '../media/support/buckets.ts';
import { readyResult, rejectedResult } from '../media/support/inspection-results.ts';
import { wrongCounts } from '../media/support/seed.ts';
import { ModerationContext } from '../moderation/support/context.ts';
import { MailServer } from '../support/mail-server.ts';
import { type Person, signUpPerson } from '../support/people.ts';

/** Where an account leaves traces while it lives. A new table belongs into one of the two lists. */
const personal = [
  'former_addresses',
  'likes',
  'mail_links',
  'mails',
  'media',
  'media_events',
  'media_tags',
  'media_words',
  'moderation_cases',
  'moderation_log',
  'moderation_reports',
  'refresh_tokens',
  'security_events',
  'sessions',
  'tags',
  'tag_counts',
  'usage_slots',
  'users',
  'word_counts',
];
const impersonal = {
  barred_addresses: 'a keyed hash, of accounts that were suspended alone',
  feed_counts: 'how many items were published when',
  invitations: 'hashes of links, and nothing of who used them',
  migrations: 'of the schema',
  rate_limits: 'hashes, until the window ends',
  reconciliation_scans: 'how far each scan is',
  site_switches: 'whether the site takes uploads',
};

let context: ModerationContext;
let mailServer: MailServer;
let buckets: Buckets;
let s3: S3Client;
beforeAll(async () => {
  mailServer = await MailServer.start();
  context = await ModerationContext.start({ mailUrl: mailServer.url });
  buckets = new Buckets(context.app.config);
  s3 = new S3Client({
    region: context.app.config.awsRegion,
    endpoint: context.app.config.storageEndpoint ?? '',
    forcePathStyle: true,
  });
});
afterAll(async () => {
  s3.destroy();
  buckets.close();
  await context.close();
  await mailServer.close();
});

let statements = 0;
const sql = <Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> =>
  context.app.database.query<Row & Record<string, unknown>>(
    { name: `test_traces_${String(statements++)}`, text },
    values,
  );

const tables = async (): Promise<string[]> =>
  (
    await sql<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename`,
    )
  ).map(({ name }) => name);

/** The tables that hold one of the texts anywhere in a row, with the rows. */
async function tracesIn(texts: readonly string[]): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const table of await tables()) {
    const rows = await sql<{ row: string }>(`SELECT t::text AS row FROM ${table} t`);
    const hits = rows
      .map(({ row }) => row)
      .filter((row) => texts.some((text) => row.toLowerCase().includes(text)));
    if (hits.length > 0) found[table] = hits;
  }
  return found;
}

async function keysWith(texts: readonly string[]): Promise<string[]> {
  const { uploadsBucket, mediaBucket } = context.app.config;
  const keys: string[] = [];
  for (const Bucket of [uploadsBucket, mediaBucket]) {
    for (let StartAfter: string | undefined, more = true; more;) {
      const page = await s3.send(new ListObjectsV2Command({ Bucket, StartAfter }));
      keys.push(...(page.Contents ?? []).map(({ Key = '' }) => Key));
      StartAfter = keys.at(-1);
      more = page.IsTruncated === true;
    }
  }
  return keys.filter((key) => texts.some((text) => key.includes(text)));
}

const post = (person: Person | undefined, path: string, body?: unknown) =>
  context.api.call(path, {
    method: 'POST',
    ...(person && { token: person.token }),
    ...(body !== undefined && { body }),
  });

/** Everything that somebody can do here; gives what they would be known by. */
async function live(ada: Person, bob: Person): Promise<string[]> {
  const { api, lambda, objects } = context;
  const { uploadsBucket } = context.app.config;
  await api.call('/users/me', { method: 'PATCH', token: ada.token, body: { name: 'Quillfeather' } });
  const texts = {
    fileName: 'plumbago.png',
    caption: 'Zyzzyva at sea #snickersnee',
    altText: 'A wabbling thing',
  };
  const uploads = await Promise.all(Array.from({ length: 5 }, () => api.presign(ada, texts)));
  const [published, takenDown, deleted, rejected] = uploads.map(({ mediaId }) => mediaId);
  for (const { mediaId } of uploads) {
    await buckets.put(uploadsBucket, buildStorageKey({ kind: 'upload', userId: ada.user.id, mediaId }));
  }
  for (const upload of uploads.slice(0, 3)) {
    const result = readyResult(upload, ada);
    await objects.publish(result);
    await lambda.send(result);
  }
  await lambda.send(rejectedResult({ mediaId: rejected ?? '' }, ada));
  const quarantined = { kind: 'quarantine', userId: ada.user.id, mediaId: rejected ?? '' } as const;
  await buckets.put(uploadsBucket, buildStorageKey(quarantined));
  // Of one that is published still, and of one that an operator took down.
  for (const mediaId of [published, takenDown]) {
    const original = { kind: 'original', userId: ada.user.id, mediaId: mediaId ?? '' } as const;
    await buckets.put(uploadsBucket, buildStorageKey(original));
  }
  const becomes = (mediaId: string | undefined, wanted: string) =>
    eventually(
      () => api.item(mediaId ?? '', ada),
      ({ status }) => status === wanted,
    );
  await Promise.all([published, takenDown, deleted].map((id) => becomes(id, 'READY')));
  await becomes(rejected, 'REJECTED');
  await context.moderation.takeDown(takenDown ?? '', 'Not allowed');
  expect((await api.call(`/media/${deleted ?? ''}`, { method: 'DELETE', token: ada.token })).status).toBe(
    204,
  );
  expect((await post(ada, `/media/${await context.publish(bob)}/likes`)).status).toBe(200);
  expect((await post(bob, `/media/${published ?? ''}/likes`)).status).toBe(200);
  expect((await post(ada, `/users/${bob.user.id}/reports`, { reason: 'SPAM', text: 'Zyzzyva' })).status).toBe(
    201,
  );
  expect((await post(bob, `/media/${published ?? ''}/reports`, { reason: 'OTHER' })).status).toBe(201);
  expect((await post(bob, `/users/${ada.user.id}/reports`, { reason: 'OTHER' })).status).toBe(201);
  const { email } = ada.user;
  expect(
    (await post(undefined, '/authentication/sign-in', { email, password: 'wrong password' })).status,
  ).toBe(401);
  expect((await post(undefined, '/authentication/sign-in', { email, password: ada.password })).status).toBe(
    200,
  );
  expect((await post(undefined, '/authentication/password-reset', { email })).status).toBe(202);
  // Its link is made when the mail is.
  await eventually(
    () => sql('SELECT 1 FROM mail_links'),
    (links) => links.length > 0,
  );
  await sql(`INSERT INTO former_addresses (email_key, user_id, expires_at)
             VALUES ('quillfeather@example.org', '${ada.user.id}', now() + interval '7 days')`);
  // Of a mail whose address nobody has looked up yet.
  await sql(`INSERT INTO mails (id, kind, email_key, due_at)
             VALUES (uuidv7(), 'password-reset', '${email}', now() + interval '1 day')`);
  await context.app.app.get(AuditService).flush();
  const sessions = await sql<{ id: string }>('SELECT id FROM sessions WHERE user_id = $1', [ada.user.id]);
  return [
    ...[ada.user.id, email, 'quillfeather'],
    ...['plumbago', 'zyzzyva', 'snickersnee', 'wabbling'],
    ...uploads.map(({ mediaId }) => mediaId),
    ...sessions.map(({ id }) => id),
    context.app.app.get(AuditService).accountHashOf(email),
  ];
}

it('finds nothing of it but what docs/security.md names', async () => {
  const ada = await signUpPerson(context.app.url);
  const bob = await signUpPerson(context.app.url);
  const known = await live(ada, bob);
  const before = await tracesIn(known);
  expect(await tables()).toEqual([...personal, ...Object.keys(impersonal)].sort());
  // The search finds what it looks for: in every table that is said to be personal, and in every folder.
  expect(Object.keys(before).sort()).toEqual([...personal].sort());
  const folders = (await keysWith(known)).map((key) => key.split('/')[0]);
  expect([...new Set(folders)].sort()).toEqual(['media', 'originals', 'quarantine', 'uploads']);
  const noted = before.security_events ?? [];

  const answer = await context.api.call('/users/me', {
    method: 'DELETE',
    token: ada.token,
    body: { password: ada.password },
  });
  expect(answer.status).toBe(202);
  await context.app.app.get(AuditService).flush();
  await sql('UPDATE users SET deletes_at = now() WHERE id = $1', [ada.user.id]);
  const report = await context.app.app.get(Reconciler).reconcile();

  expect(report).toMatchObject({ repairs: { 'account-deleted': 1 }, failures: 0 });
  // What an operator did is never changed: of it the ids stay, which lead to nothing any more.
  const { moderation_log: acts = [], ...others } = await tracesIn(known);
  expect(others).toEqual({});
  expect(acts).toHaveLength(1);
  const ids = new RegExp(known.filter((text) => /^[\da-f-]{36}$/.test(text)).join('|'), 'g');
  expect(
    acts.filter((row) => known.some((text) => row.replaceAll(ids, '').toLowerCase().includes(text))),
  ).toEqual([]);
  expect(await keysWith(known)).toEqual([]);
  expect(await sql('SELECT FROM barred_addresses')).toEqual([]);
  // Audit rows, under a name that leads to nobody: all of them, and the two of leaving.
  const kept = await sql<{ user_id: string | null; kinds: string[] }>(`
    SELECT user_id, array_agg(kind ORDER BY at, id) AS kinds FROM security_events
    WHERE user_id IS DISTINCT FROM '${bob.user.id}'
    GROUP BY user_id ORDER BY user_id NULLS FIRST`);
  expect(kept.flatMap(({ kinds }) => kinds)).toHaveLength(noted.length + 2);
  expect(kept.at(-1)?.kinds).toEqual(
    expect.arrayContaining(['signed-up', 'signed-in', 'media-deleted', 'account-leaving', 'account-deleted']),
  );
  expect(await wrongCounts(context.app.database)).toEqual([]);
});
