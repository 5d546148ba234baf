/** Uploads that never arrived, ones that did, and that one instance reconciles. */
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type MultipartUpload, multipartUploadSchema, signedPartsSchema } from '@media-feed/contract';
import { eventually } from '@media-feed/testing/eventually';
import { Reconciler } from '../../src/reconciliation/reconciler.ts';
import { type Person, signUpPerson } from '../support/people.ts';
import { TcpFaultProxy } from '@media-feed/testing/fault-proxy/tcp';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { testService } from '../support/test-config.ts';
import { EventReader } from '../media/support/event-reader.ts';
import { MediaApi, read } from '../media/support/media-api.ts';

let app: TestApp;
let api: MediaApi;
let ada: Person;

beforeAll(async () => {
  app = await startTestApp({ maxUnfinishedUploads: 200 });
  api = new MediaApi(app.url);
  ada = await signUpPerson(app.url);
});
afterAll(() => app.close());

const passDeadline = (mediaIds: readonly string[]) =>
  app.database.query(
    {
      name: 'test_pass_deadlines',
      text: `UPDATE media SET deadline_at = now() - interval '1 second' WHERE id = ANY($1)`,
    },
    [mediaIds],
  );

describe('expiry', () => {
  it('ends what never arrived at its deadline, tells its owner, and leaves what arrived', async () => {
    const reader = await EventReader.open(app.url, ada);
    const [missing, arrived, later] = [
      await api.presign(ada),
      await api.presign(ada),
      await api.presign(ada),
    ];
    const stored = await fetch(arrived.url, {
      method: 'PUT',
      headers: arrived.headers,
      body: Buffer.alloc(1000),
    });
    expect(stored.status).toBe(200);
    await passDeadline([missing.mediaId, arrived.mediaId]);

    const report = await app.app.get(Reconciler).reconcile();
    expect(report?.repairs).toEqual({ 'upload-expired': 1 });
    const expired = await api.item(missing.mediaId, ada);
    expect(expired).toMatchObject({ status: 'EXPIRED', rejection: null });
    expect(expired.timeline?.map(({ step }) => step)).toEqual(['REQUESTED', 'EXPIRED']);
    for (const { mediaId } of [arrived, later]) {
      expect((await api.item(mediaId, ada)).status).toBe('PENDING');
    }
    const told = await reader.wait('media.updated', 2);
    expect(told.map(({ data }) => data)).toContainEqual(expired);
    reader.close();
  });

  it('gives up the parts of an upload before it ends it', async () => {
    const asked = {
      method: 'POST',
      token: ada.token,
      body: { fileName: 'a.mp4', contentType: 'video/mp4', size: 9 * 1024 ** 2 },
    };
    const upload: MultipartUpload = read(
      await api.call('/media/multipart', asked),
      201,
      multipartUploadSchema,
    );
    const path = `/media/multipart/${upload.mediaId}/parts`;
    const signed = await api.call(path, { ...asked, body: { partNumbers: [2] } });
    const { parts } = read(signed, 200, signedPartsSchema);
    await passDeadline([upload.mediaId]);
    await app.app.get(Reconciler).reconcile();
    expect((await api.item(upload.mediaId, ada)).status).toBe('EXPIRED');
    const late = await fetch(parts[0]?.url ?? '', { method: 'PUT', body: Buffer.alloc(1024 ** 2) });
    expect(late.status).toBe(404);
  });

  it('goes through more than one batch', async () => {
    const person = await signUpPerson(app.url);
    const uploads = [];
    for (let count = 0; count < 120; count += 20) {
      uploads.push(...(await Promise.all(Array.from({ length: 20 }, () => api.presign(person)))));
    }
    await passDeadline(uploads.map(({ mediaId }) => mediaId));
    await app.app.get(Reconciler).reconcile();
    expect((await api.mine(person, { status: 'PENDING' })).items).toEqual([]);
    expect((await api.mine(person, { status: 'EXPIRED', size: 100 })).items).toHaveLength(100);
  });

  it('is done by one instance at a time', async () => {
    const reconciler = app.app.get(Reconciler);
    const done = await Promise.all(Array.from({ length: 3 }, () => reconciler.reconcile()));
    expect(done.filter((report) => report !== undefined).length).toBeGreaterThan(0);
    await app.database.transaction(async (transaction) => {
      await transaction.query({ name: 'test_hold_lock', text: 'SELECT pg_advisory_xact_lock(7303, 0)' });
      expect(await reconciler.reconcile()).toBeUndefined();
    });
  });

  it('comes by itself, also after the database was unavailable', async () => {
    const database = await TcpFaultProxy.start(testService('TEST_DATABASE_URL'));
    const other = await startTestApp(({ databaseUrl }) => ({
      databaseUrl: database.through(databaseUrl),
      reconcileIntervalSeconds: 1,
    }));
    try {
      const otherApi = new MediaApi(other.url);
      const person = await signUpPerson(other.url);
      const expires = async () => {
        const { mediaId } = await otherApi.presign(person);
        await other.database.query({
          name: 'test_pass_deadline',
          text: `UPDATE media SET deadline_at = now() - interval '1 second'`,
        });
        await eventually(
          () => otherApi.item(mediaId, person),
          ({ status }) => status === 'EXPIRED',
        );
      };
      await expires();
      database.disconnect();
      const failed = jest.spyOn(other.app.get(Reconciler), 'reconcile');
      await eventually(() => Promise.resolve(failed.mock.calls.length >= 2));
      failed.mockRestore();
      database.reconnect();
      await expires();
    } finally {
      await other.close();
      await database.close();
    }
  });

  it('forgets events that nobody can ask for any more', async () => {
    const age = `UPDATE media_events SET created_at = now() - interval '2 hours'`;
    await app.database.query({ name: 'test_age_events', text: age });
    await app.app.get(Reconciler).reconcile();
    const left = await app.database.query({ name: 'test_events_left', text: 'SELECT FROM media_events' });
    expect(left).toEqual([]);
  });
});
