/** Live events: who is told what, replays, and how streams end. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@media-feed/testing/eventually';
import { formatEventId } from '../../src/events/event-id.ts';
import { LiveStreams } from '../../src/events/live-streams.ts';
import { expectProblem } from '../support/http.ts';
import { type Person, signUpPerson } from '../support/people.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { EventReader } from '../media/support/event-reader.ts';
import { MediaApi } from '../media/support/media-api.ts';
import { seedFeed } from '../media/support/seed.ts';
import { Lambda, readyResult, rejectedResult } from '../media/support/inspection-results.ts';

let app: TestApp;
let api: MediaApi;
let lambda: Lambda;

beforeAll(async () => {
  app = await startTestApp();
  api = new MediaApi(app.url);
  lambda = new Lambda(app.config);
});
afterAll(async () => {
  lambda.close();
  await app.close();
});

const somebody = () => signUpPerson(app.url);
const open = (person: Person, lastEventId?: string) => EventReader.open(app.url, person, lastEventId);
const like = (mediaId: string, person: Person) =>
  api.call(`/media/${mediaId}/likes`, { method: 'POST', token: person.token });

const ends = (reader: EventReader) =>
  eventually(
    async () => Promise.resolve(reader.ended),
    (ended) => ended,
  );

describe('a stream of events', () => {
  it('tells owners of their own items, whole, and of nobody else’s', async () => {
    const [ada, bob] = [await somebody(), await somebody()];
    const [toAda, toAdaToo, toBob] = [await open(ada), await open(ada), await open(bob)];
    expect(toAda.response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(toAda.response.headers.get('x-request-id')).toBeTruthy();

    const [good, bad] = [await api.presign(ada), await api.presign(ada)];
    await lambda.send(readyResult(good, ada), rejectedResult(bad, ada));
    for (const reader of [toAda, toAdaToo]) {
      const told = await reader.wait('media.updated', 2);
      const byId = new Map(told.map(({ data }) => [data.id, data]));
      expect(byId.get(good.mediaId)).toEqual(await api.item(good.mediaId, ada));
      expect(byId.get(bad.mediaId)).toMatchObject({ status: 'REJECTED', rejection: { reason: 'CORRUPT' } });
    }
    const own = await api.presign(bob);
    await lambda.send(readyResult(own, bob));
    await toBob.wait('media.updated', 1);
    expect(toBob.events.map(({ data }) => data.id)).toEqual([own.mediaId]);
    for (const reader of [toAda, toAdaToo, toBob]) reader.close();
  });

  it('tells of likes at once, and then once a second', async () => {
    const [ada, ...others] = await Promise.all(Array.from({ length: 6 }, somebody));
    if (!ada) throw new Error('Nobody signed up');
    const [id = ''] = await seedFeed(app.database, [{ uploaderId: ada.user.id }]);
    const reader = await open(ada);
    const started = Date.now();
    for (const person of others) await like(id, person);
    const told = await eventually(
      () => reader.wait('media.liked', 1),
      (events) => events.at(-1)?.data.likesCount === others.length,
    );
    const seconds = (Date.now() - started) / 1000;
    expect(told.length).toBeLessThanOrEqual(Math.ceil(seconds) + 1);
    expect(told.at(-1)?.data).toEqual({ mediaId: id, likesCount: others.length });
    reader.close();
  });

  it('that is resumed tells what was missed, once and in order', async () => {
    const ada = await somebody();
    const first = await open(ada);
    const uploads = [await api.presign(ada), await api.presign(ada), await api.presign(ada)];
    await lambda.send(rejectedResult(uploads[0] ?? { mediaId: '' }, ada));
    const [known] = await first.wait('media.updated', 1);
    first.close();

    for (const upload of uploads.slice(1)) {
      await lambda.send(rejectedResult(upload, ada));
      await eventually(
        () => api.item(upload.mediaId, ada),
        ({ status }) => status === 'REJECTED',
      );
    }
    const second = await open(ada, known?.id);
    const missed = await second.wait('media.updated', 2);
    expect(missed.map(({ data }) => data.id)).toEqual(uploads.slice(1).map(({ mediaId }) => mediaId));
    second.close();

    const third = await open(ada, missed.at(-1)?.id);
    await eventually(async () => Promise.resolve(third.comments.length > 0));
    await api.call(`/media/${uploads[0]?.mediaId ?? ''}`, { method: 'DELETE', token: ada.token });
    const next = await api.presign(ada);
    await lambda.send(rejectedResult(next, ada));
    const [news] = await third.wait('media.updated', 1);
    expect(news?.data.id).toBe(next.mediaId);
    third.close();
  });

  it('gives a place to resume from before anything happened', async () => {
    const ada = await somebody();
    const first = await open(ada);
    await eventually(async () => Promise.resolve(first.lastEventId));
    first.close();
    const upload = await api.presign(ada);
    await lambda.send(rejectedResult(upload, ada));
    await eventually(
      () => api.item(upload.mediaId, ada),
      ({ status }) => status === 'REJECTED',
    );
    const second = await open(ada, first.lastEventId);
    const [missed] = await second.wait('media.updated', 1);
    expect(missed?.data.id).toBe(upload.mediaId);
    second.close();
  });

  it('says reset where the missed hour is longer than what is kept, or the place is none of ours', async () => {
    const ada = await somebody();
    const old = formatEventId({ eventId: 1n, at: Date.now() - 3_601_000 });
    for (const lastEventId of [old, 'abc', '1-1']) {
      const reader = await open(ada, lastEventId);
      await reader.wait('reset', 1);
      expect(reader.events).toMatchObject([{ name: 'reset', data: {} }]);
      reader.close();
    }
  });

  it('needs a token and ends with it', async () => {
    expectProblem(await api.call('/media/events'), 'unauthenticated');
    const brief = await startTestApp({ accessTokenTtlSeconds: 1, role: 'api' });
    try {
      const reader = await EventReader.open(brief.url, await signUpPerson(brief.url));
      await ends(reader);
      expect(reader.response.status).toBe(200);
    } finally {
      await brief.close();
    }
  });

  it('ends when the program stops, which waits for no reader', async () => {
    const other = await startTestApp({ role: 'api' });
    const reader = await EventReader.open(other.url, await signUpPerson(other.url));
    await eventually(async () => Promise.resolve(reader.comments.length > 0));
    await other.close();
    await ends(reader);
  });

  it('is refused while the program stops, so that its reader goes elsewhere', async () => {
    const other = await startTestApp({ role: 'api' });
    const person = await signUpPerson(other.url);
    other.app.get(LiveStreams).endAll();
    const refused = await new MediaApi(other.url).call('/media/events', { token: person.token });
    expectProblem(refused, 'unavailable');
    expect(refused.headers.get('retry-after')).toBe('1');
    await other.close();
  });

  it('survives a lost connection of the listener', async () => {
    const ada = await somebody();
    const reader = await open(ada);
    const listeners = () =>
      app.database.query<{ pid: number }>({
        name: 'test_listeners',
        text: `SELECT pid FROM pg_stat_activity WHERE application_name = 'media-feed-api listener' AND datname = current_database()`,
      });
    const [before] = await eventually(listeners, ({ length }) => length === 1);
    await app.database.query({ name: 'test_terminate', text: 'SELECT pg_terminate_backend($1)' }, [
      before?.pid,
    ]);
    const upload = await api.presign(ada);
    await lambda.send(rejectedResult(upload, ada));
    const [news] = await reader.wait('media.updated', 1);
    expect(news?.data.id).toBe(upload.mediaId);
    reader.close();
  });

  it('of a person with too many ends, the oldest first', async () => {
    const ada = await somebody();
    const readers = [];
    for (let count = 0; count < 21; count++) readers.push(await open(ada));
    const [oldest, ...others] = readers;
    if (oldest) await ends(oldest);
    expect(others.some(({ ended }) => ended)).toBe(false);
    for (const reader of others) reader.close();
  });

  it('is refused past what one process keeps open, and past what one network may of it', async () => {
    const other = await startTestApp({
      ...{ role: 'api', rateLimits: true, trustProxyHops: 1 },
      ...{ maxEventStreams: 4, eventStreamsPerNetwork: 2 },
    });
    const person = await signUpPerson(other.url);
    const readers: AbortController[] = [];
    const openFrom = async (address: string) => {
      const aborter = new AbortController();
      readers.push(aborter);
      const answer = await fetch(`${other.url}/media/events`, {
        headers: { authorization: `Bearer ${person.token}`, 'x-forwarded-for': address },
        signal: aborter.signal,
      });
      return answer.status;
    };
    expect([await openFrom('2001:db8::1'), await openFrom('2001:db8::2')]).toEqual([200, 200]);
    expect(await openFrom('2001:db8::3')).toBe(429);
    expect([await openFrom('2001:db8:0:1::1'), await openFrom('203.0.113.1')]).toEqual([200, 200]);
    expect(await openFrom('203.0.113.2')).toBe(503);

    readers[0]?.abort();

    await eventually(
      () => openFrom('2001:db8::4'),
      (status) => status === 200,
    );
    for (const reader of readers) reader.abort();
    await other.close();
  });

  it('goes on at another instance where one left off', async () => {
    const other = await startTestApp({
      databaseUrl: app.config.databaseUrl,
      resultsQueueUrl: app.config.resultsQueueUrl,
      failuresQueueUrl: app.config.failuresQueueUrl,
    });
    const person = await somebody();
    const publish = async () => {
      const upload = await api.presign(person);
      await lambda.send(readyResult(upload, person));
      return upload.mediaId;
    };
    const here = await open(person);
    await publish();
    const [known] = await here.wait('media.updated', 1);
    here.close();
    const missed = await publish();
    const there = await EventReader.open(other.url, person, known?.id);
    const [told] = await there.wait('media.updated', 1);
    expect(told?.data).toMatchObject({ id: missed, status: 'READY' });
    const live = await publish();
    const news = await there.wait('media.updated', 2);
    expect(news[1]?.data).toMatchObject({ id: live, status: 'READY' });
    there.close();
    await other.close();
  });
});
