/** The queue's consumer when the queue, the database or the process itself goes away. */
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '@media-feed/testing/eventually';
import { HttpFaultProxy } from '@media-feed/testing/fault-proxy/http';
import { cut, isCall, only, stall } from '@media-feed/testing/fault-proxy/intercepts';
import { TcpFaultProxy } from '@media-feed/testing/fault-proxy/tcp';
import { type Person, signUpPerson } from '../support/people.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { testService } from '../support/test-config.ts';
import { MediaApi } from '../media/support/media-api.ts';
import { DeadLetters, depthOf } from '../media/support/queues.ts';
import { Lambda, readyResult } from '../media/support/inspection-results.ts';

let database: TcpFaultProxy;
let queue: HttpFaultProxy;
let app: TestApp;
let api: MediaApi;
let lambda: Lambda;
let ada: Person;
let closed: boolean;

beforeEach(async () => {
  queue = await HttpFaultProxy.start(testService('TEST_QUEUE_ENDPOINT'));
  database = await TcpFaultProxy.start(testService('TEST_DATABASE_URL'));
  app = await startTestApp(({ databaseUrl }) => ({
    databaseUrl: database.through(databaseUrl),
    queueEndpoint: queue.url,
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
  queue.intercept = undefined;
  lambda.close();
  if (!closed) await app.close();
  await Promise.all([queue.close(), database.close()]);
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
    queue.intercept = only(isCall('DeleteMessageBatch'), (call, proceed) =>
      ++deletions <= 4 ? cut(call, proceed) : proceed(),
    );
    const upload = await api.presign(ada);
    await lambda.send(readyResult(upload, ada));
    const item = await becomes(upload.mediaId, 'READY');
    await eventually(depth, (count) => count === 0);
    expect(deletions).toBeGreaterThan(4);
    expect(await api.item(upload.mediaId, ada)).toEqual(item);
    expect((await api.page()).total).toBe(1);
  });

  it('waits out a queue that is unavailable, without a restart', async () => {
    const upload = await api.presign(ada);
    queue.disconnect();
    await lambda.send(readyResult(upload, ada));
    expect((await api.item(upload.mediaId, ada)).status).toBe('PENDING');
    queue.reconnect();
    await becomes(upload.mediaId, 'READY');
  });

  it('takes no message while the database is unavailable, so that none is given up', async () => {
    const uploads = await Promise.all(Array.from({ length: 3 }, () => api.presign(ada)));
    // Long polls that are open already may hand out a message once or twice; no other receive may follow.
    const dead = await DeadLetters.of(queueConfig(), app.config.resultsQueueUrl, 4);
    database.disconnect();
    let receives = 0;
    queue.intercept = ({ operation }, proceed) => {
      if (operation === 'ReceiveMessage') receives += 1;
      return proceed();
    };
    await lambda.send(...uploads.map((upload) => readyResult(upload, ada)));
    const asked = jest.spyOn(app.database, 'query');
    await eventually(
      () =>
        Promise.resolve(asked.mock.calls.filter(([{ name }]) => name === 'consumer_assert_database').length),
      (times) => times >= 12,
    );
    asked.mockRestore();
    expect(receives).toBeLessThanOrEqual(app.config.resultBatchesInFlight + 1);
    database.reconnect();
    for (const { mediaId } of uploads) await becomes(mediaId, 'READY');
    await eventually(depth, (count) => count === 0);
    expect(await dead.take()).toEqual([]);
    await dead.close();
  });

  it('that is told to stop ends its batch first, and deletes its messages', async () => {
    let deleting: () => void = () => undefined;
    const reached = new Promise<void>((resolve) => (deleting = resolve));
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    queue.intercept = only(isCall('DeleteMessageBatch'), async (_, proceed) => {
      deleting();
      await released;
      return proceed();
    });
    const upload = await api.presign(ada);
    await lambda.send(readyResult(upload, ada));
    await reached;
    const closing = app.app.close();
    closed = true;
    release();
    await closing;
    expect(await depth()).toBe(0);
  });

  it('waits for no message when it stops', async () => {
    let polls = 0;
    queue.intercept = only(isCall('ReceiveMessage'), (call, proceed) => {
      polls += 1;
      return stall(call, proceed);
    });
    await eventually(() => polls > 0);
    await app.app.close();
    closed = true;
  });
});
