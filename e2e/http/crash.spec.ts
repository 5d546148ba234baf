import pg from 'pg';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { genuine } from '../support/fixtures.ts';
import { signUpPerson, until, upload, waitUntilJudged } from '../support/people.ts';
import { startQueueProxy } from '../support/queue-proxy.ts';
import { freePorts, startStack } from '../support/stack.ts';
import { expect, test } from '@playwright/test';

test('an API that is killed after the commit and before the message is deleted leaves one row', async () => {
  const ports = await freePorts();
  const proxy = await startQueueProxy(ports.QUEUE_PORT);
  const environment = {
    PROGRAM_OVERRIDES: JSON.stringify({ api: { QUEUE_ENDPOINT: proxy.url } }),
    QUEUE_VISIBILITY_SECONDS: '2',
  };
  const dataDir = test.info().outputPath('data');
  const stack = await startStack(environment, { ports, dataDir });
  try {
    const person = await signUpPerson(stack.apiUrl);
    const reached = proxy.swallowNext('DeleteMessage');
    const mediaId = await upload(person, await genuine('picture.png'));

    await reached;
    const killed = await stack.pid('api');
    process.kill(killed, 'SIGKILL');

    await until('another API process runs', async () =>
      (await stack.pid('api')) === killed ? undefined : true,
    );
    const item = await waitUntilJudged(person, mediaId);
    expect(item.status).toBe('READY');
    expect(await rowsOf(stack.dataDir, ports.DATABASE_PORT, mediaId)).toEqual([{ status: 'READY' }]);
    const feed = await person.call('listFeedPage', { query: {} });
    expect(feed).toMatchObject({ total: 1, items: [{ id: mediaId }] });
  } finally {
    await stack.stop();
    proxy.close();
  }
});

test('an API that is stopped leaves no verdict hidden behind it: the next one judges at once', async () => {
  const stack = await startStack();
  try {
    const person = await signUpPerson(stack.apiUrl);
    const stopped = await stack.pid('api');
    process.kill(stopped, 'SIGTERM');
    await until('another API process answers', async () => {
      const isReady = await fetch(`${stack.apiUrl}/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
      return isReady && (await stack.pid('api')) !== stopped ? true : undefined;
    });

    const mediaIds = await Promise.all(
      ['picture.png', 'picture.webp', 'song.ogg'].map(async (name) => upload(person, await genuine(name))),
    );

    // A poll that was cut off would hide what it took for a minute.
    for (const mediaId of mediaIds) {
      expect(await waitUntilJudged(person, mediaId, 30_000)).toMatchObject({ status: 'READY' });
    }
  } finally {
    await stack.destroy();
  }
});

test('what is stored survives a restart of everything', async () => {
  const first = await startStack();
  try {
    const person = await signUpPerson(first.apiUrl);
    const mediaId = await upload(person, await genuine('song.mp3'));
    const before = await waitUntilJudged(person, mediaId);
    await person.call('like', { parameters: { mediaId } });
    const stoppedAt = Date.now();
    expect(await first.stop()).toBe(0);
    expect(Date.now() - stoppedAt).toBeLessThan(10_000);

    const second = await startStack({}, first);

    const after = await person.call('getMedia', { parameters: { mediaId } });
    expect(after).toEqual({ ...before, likesCount: 1, liked: true });
    expect((await fetch(after.url ?? '')).status).toBe(200);
    await second.stop();
  } finally {
    await first.destroy();
  }
});

async function rowsOf(dataDir: string, port: number, mediaId: string): Promise<unknown[]> {
  const password = await readFile(join(dataDir, 'secrets', 'database'), 'utf8');
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: 'media_feed',
    password,
    database: 'media_feed',
  });
  await client.connect();
  try {
    const { rows } = await client.query<{ status: string }>('select status from media where id = $1', [
      mediaId,
    ]);
    return rows;
  } finally {
    await client.end();
  }
}
