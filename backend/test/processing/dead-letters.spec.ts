/** What becomes of messages that nobody can take, and how they come back. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@media-feed/testing/eventually';
import { type DeadLetter, DeadLettersService } from '../../src/processing/dead-letters.service.ts';
import { type Person, signUpPerson } from '../support/people.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { MediaApi } from '../media/support/media-api.ts';
import { DeadLetters, depthOf } from '../media/support/queues.ts';
import { failureEnvelope, Lambda, readyResult } from '../media/support/inspection-results.ts';

let app: TestApp;
let api: MediaApi;
let lambda: Lambda;
let dead: DeadLetters;
let ada: Person;

beforeEach(async () => {
  app = await startTestApp(async (config) => {
    dead = await DeadLetters.of(config, config.resultsQueueUrl, 5);
    await dead.takesFrom(config.failuresQueueUrl, 5);
    return { deadLettersQueueUrl: dead.url, queueRetrySeconds: 1, queueVisibilitySeconds: 2 };
  });
  api = new MediaApi(app.url);
  lambda = new Lambda(app.config);
  ada = await signUpPerson(app.url);
});
afterEach(async () => {
  lambda.close();
  await app.close();
  await dead.close();
});

const depth = () => depthOf(app.config, dead.url);

async function list(): Promise<DeadLetter[]> {
  const letters: DeadLetter[] = [];
  await app.app.get(DeadLettersService).list((letter) => letters.push(letter));
  return letters;
}

describe('a message that nobody can take', () => {
  it('is a dead letter after five receives, delays nobody else, and is shown with its reason', async () => {
    const upload = await api.presign(ada);
    const future = { ...readyResult(upload, ada), version: 7 };
    const forged = readyResult({ mediaId: '0198c0de-0000-7000-8000-00000000dead' }, ada);
    await lambda.send('{ bad', future, forged);
    await lambda.fail(failureEnvelope('elsewhere/key'));
    const good = await api.presign(ada);
    await lambda.send(readyResult(good, ada));
    await eventually(
      () => api.item(good.mediaId, ada),
      ({ status }) => status === 'READY',
    );

    await eventually(depth, (count) => count === 4);
    const letters = await list();
    expect(letters.map(({ problem }) => problem).sort()).toEqual([
      'It is of an unknown upload',
      'The failure is of an unknown object',
      'The message is not JSON',
      'The message is not valid at version',
    ]);
    expect(letters.map(({ queue }) => queue).sort()).toEqual(['failures', 'results', 'results', 'results']);
    for (const { messageId, sentAt, receiveCount } of letters) {
      expect(messageId).not.toBe('');
      expect(sentAt).toBeInstanceOf(Date);
      expect(receiveCount).toBeGreaterThanOrEqual(1);
    }
    expect(await depth()).toBe(4);
    expect((await api.item(upload.mediaId, ada)).status).toBe('PENDING');
  });

  it('goes back after a fix and is taken; one that would be refused again stays', async () => {
    // Another version of the program did not know it: whatever the reason was, now it can be taken.
    const upload = await api.presign(ada);
    await dead.put(JSON.stringify(readyResult(upload, ada)), '{ bad');
    const crashed = await api.presign(ada);
    await dead.put(JSON.stringify(failureEnvelope(crashed.key)));
    const report = await app.app.get(DeadLettersService).redrive(() => undefined);
    expect(report).toEqual({ sent: 2, kept: 1 });
    for (const [{ mediaId }, wanted] of [
      [upload, 'READY'],
      [crashed, 'REJECTED'],
    ] as const) {
      await eventually(
        () => api.item(mediaId, ada),
        ({ status }) => status === wanted,
      );
    }
    expect(await depth()).toBe(1);
  });
});

describe('the queues', () => {
  it('are measured, dead letters too', async () => {
    await dead.put('{ bad');
    const upload = await api.presign(ada);
    await lambda.send(readyResult(upload, ada));
    const text = await eventually(
      async () => (await fetch(`${app.url}/metrics`)).text(),
      (metrics) =>
        metrics.includes('media_feed_queue_messages{queue="dead letters",state="waiting"} 1') &&
        metrics.includes('media_feed_queue_message_age_seconds_count{queue="results"} 1'),
    );
    expect(text).toContain('media_feed_queue_messages{queue="results",state="waiting"} ');
  });
});
