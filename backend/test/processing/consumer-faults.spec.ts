/** The queue's consumer when the queue, the database or the process itself goes away. */
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type BrokenWire, layWire } from '../support/broken-wire.ts';
import { type Person, signUpPerson } from '../support/people.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { testService } from '../support/test-config.ts';
import { eventually } from '../media/support/eventually.ts';
import { MediaApi } from '../media/support/media-api.ts';
import { DeadLetters, depthOf } from '../media/support/queues.ts';
import { type Fate, FaultyProxy } from '../media/support/faulty-proxy.ts';
import { Lambda, readyResult } from '../media/support/verdicts.ts';

let wire: BrokenWire;
let proxy: FaultyProxy;
let app: TestApp;
let api: MediaApi;
let lambda: Lambda;
let ada: Person;
let closed: boolean;

beforeEach(async () => {
  proxy = new FaultyProxy(testService('TEST_QUEUE_ENDPOINT'));
  await proxy.start();
  wire = await layWire(testService('TEST_DATABASE_URL'));
  app = await startTestApp(({ databaseUrl }) => ({
    databaseUrl: wire.url.replace(/[^/]*$/, databaseUrl.split('/').at(-1) ?? ''),
    queueEndpoint: proxy.endpoint,
    queueVisibilitySeconds: 2,
    queueRetrySeconds: 1,
    maxUnfinishedUploads: 100,
  }));
  closed = false;
  api = new MediaApi(app.url);
  lambda = new Lambda({ ...app.config, queueEndpoint: testService('TEST_QUEUE_ENDPOINT') });
  ada = await signUpPerson(app.url);
});
afterEach(async () => {
  proxy.decide = () => 'pass';
  lambda.close();
  if (!closed) await app.close();
  await Promise.all([proxy.stop(), wire.close()]);
});

const queueConfig = () => ({ ...app.config, queueEndpoint: testService('TEST_QUEUE_ENDPOINT') });
const depth = () => depthOf(queueConfig(), app.config.resultsQueueUrl);
const becomes = (mediaId: string, wanted: string) =>
  eventually(
    () => api.item(mediaId, ada),
    ({ status }) => status === wanted,
  );

describe('the consumer', () => {
  it('whose message could not be deleted leaves one and the same item when it comes again', async () => {
    let deletions = 0;
    proxy.decide = (action) => (action === 'DeleteMessageBatch' && ++deletions <= 4 ? 'cut before' : 'pass');
    const upload = await api.presign(ada);
    await lambda.say(readyResult(upload, ada));
    const item = await becomes(upload.mediaId, 'READY');
    await eventually(depth, (count) => count === 0);
    expect(deletions).toBeGreaterThan(4);
    expect(await api.item(upload.mediaId, ada)).toEqual(item);
    expect((await api.page()).total).toBe(1);
  }, 30_000);

  it('waits out a queue that is away, without a restart', async () => {
    const upload = await api.presign(ada);
    await proxy.stop();
    await lambda.say(readyResult(upload, ada));
    expect((await api.item(upload.mediaId, ada)).status).toBe('PENDING');
    await proxy.start();
    await becomes(upload.mediaId, 'READY');
  }, 30_000);

  it('takes no message while the database is away, so that none is given up', async () => {
    const uploads = await Promise.all(Array.from({ length: 3 }, () => api.presign(ada)));
    // Long polls that are open already may hand out a message once or twice; no other receive may follow.
    const dead = await DeadLetters.of(queueConfig(), app.config.resultsQueueUrl, 4);
    wire.cut();
    let receives = 0;
    proxy.decide = (action) => {
      if (action === 'ReceiveMessage') receives += 1;
      return 'pass';
    };
    await lambda.say(...uploads.map((upload) => readyResult(upload, ada)));
    const asked = jest.spyOn(app.database, 'query');
    await eventually(
      () =>
        Promise.resolve(asked.mock.calls.filter(([{ name }]) => name === 'consumer_assert_database').length),
      (times) => times >= 12,
    );
    asked.mockRestore();
    expect(receives).toBeLessThanOrEqual(app.config.resultBatchesInFlight + 1);
    wire.mend();
    for (const { mediaId } of uploads) await becomes(mediaId, 'READY');
    await eventually(depth, (count) => count === 0);
    expect(await dead.take()).toEqual([]);
    await dead.close();
  }, 60_000);

  it('that is told to stop ends its batch first, and deletes its messages', async () => {
    let deleting: () => void = () => undefined;
    const reached = new Promise<void>((resolve) => (deleting = resolve));
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    proxy.decide = async (action): Promise<Fate> => {
      if (action !== 'DeleteMessageBatch') return 'pass';
      deleting();
      await released;
      return 'pass';
    };
    const upload = await api.presign(ada);
    await lambda.say(readyResult(upload, ada));
    await reached;
    const closing = app.app.close();
    closed = true;
    release();
    await closing;
    expect(await depth()).toBe(0);
  }, 30_000);

  it('that waits for messages stops at once', async () => {
    const started = Date.now();
    await app.app.close();
    closed = true;
    expect(Date.now() - started).toBeLessThan(5_000);
  });
});
