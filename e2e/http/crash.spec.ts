import { genuine } from '@media-feed/testing/fixtures';
import { eventually } from '@media-feed/testing/eventually';
import { signUpUser, upload, waitUntilInspected } from '@media-feed/testing/users';
import { startStack } from '@media-feed/testing/stack';
import { expect, test } from '@playwright/test';

test('an API that is stopped leaves no result hidden behind it: the next one records all at once', async () => {
  // A poll that was cut off would hide what it took for longer than anybody waits here.
  const stack = await startStack({ QUEUE_VISIBILITY_SECONDS: '3600' });
  try {
    const user = await signUpUser(stack.apiUrl);
    const stopped = await stack.pid('api');
    process.kill(stopped, 'SIGTERM');
    const isAnotherReady = async () => {
      const isReady = await fetch(`${stack.apiUrl}/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
      return isReady && (await stack.pid('api')) !== stopped;
    };
    await eventually(isAnotherReady, Boolean, { what: 'another API process that answers' });

    const mediaIds = await Promise.all(
      ['picture.png', 'picture.webp', 'song.ogg'].map(async (name) => upload(user, await genuine(name))),
    );

    for (const mediaId of mediaIds) {
      expect(await waitUntilInspected(user, mediaId)).toMatchObject({ status: 'READY' });
    }
  } finally {
    await stack.destroy();
  }
});

test('what is stored survives a restart of everything', async () => {
  const first = await startStack();
  let last = first;
  try {
    const user = await signUpUser(first.apiUrl);
    const mediaId = await upload(user, await genuine('song.mp3'));
    const look = () => user.call('getMedia', { parameters: { mediaId } });
    const before = await eventually(look, ({ peaks }) => peaks !== null, { what: 'a song and its waveform' });
    await user.call('like', { parameters: { mediaId } });
    expect(await first.stop()).toBe(0);

    last = await startStack({}, first);

    const after = await look();
    expect(after).toEqual({ ...before, likesCount: 1, liked: true });
    expect((await fetch(after.url ?? '')).status).toBe(200);
  } finally {
    await last.destroy();
  }
});
