import { genuine } from '@media-feed/testing/fixtures';
import { signUpUser, until, upload, waitUntilInspected } from '@media-feed/testing/users';
import { startStack } from '@media-feed/testing/stack';
import { expect, test } from '@playwright/test';

test('an API that is stopped leaves no verdict hidden behind it: the next one judges at once', async () => {
  const stack = await startStack();
  try {
    const user = await signUpUser(stack.apiUrl);
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
      ['picture.png', 'picture.webp', 'song.ogg'].map(async (name) => upload(user, await genuine(name))),
    );

    // A poll that was cut off would hide what it took for a minute.
    for (const mediaId of mediaIds) {
      expect(await waitUntilInspected(user, mediaId, 30_000)).toMatchObject({ status: 'READY' });
    }
  } finally {
    await stack.destroy();
  }
});

test('what is stored survives a restart of everything', async () => {
  const first = await startStack();
  try {
    const user = await signUpUser(first.apiUrl);
    const mediaId = await upload(user, await genuine('song.mp3'));
    const before = await waitUntilInspected(user, mediaId);
    await user.call('like', { parameters: { mediaId } });
    const stoppedAt = Date.now();
    expect(await first.stop()).toBe(0);
    expect(Date.now() - stoppedAt).toBeLessThan(10_000);

    const second = await startStack({}, first);

    const after = await user.call('getMedia', { parameters: { mediaId } });
    expect(after).toEqual({ ...before, likesCount: 1, liked: true });
    expect((await fetch(after.url ?? '')).status).toBe(200);
    await second.stop();
  } finally {
    await first.destroy();
  }
});
