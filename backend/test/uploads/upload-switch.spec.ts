/** What an operator's switch stops, and what goes on. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { UploadSwitch } from '../../src/uploads/upload-switch.ts';
import { MediaApi } from '../media/support/media-api.ts';
import { expectProblem } from '../support/http.ts';
import { signUpPerson } from '../support/people.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let other: TestApp;
beforeAll(async () => {
  app = await startTestApp();
  other = await startTestApp({ databaseUrl: app.config.databaseUrl, role: 'api' });
});
afterAll(async () => {
  await other.close();
  await app.close();
});

it('refuses new uploads in every process, says so, and takes them again; all else goes on', async () => {
  const ada = await signUpPerson(app.url);
  const body = { fileName: 'sea.mp4', contentType: 'video/mp4', size: 1000 };
  const ask = (url: string, path: string) =>
    new MediaApi(url).call(path, { method: 'POST', token: ada.token, body });
  const started = await ask(app.url, '/media/multipart');
  expect(started.status).toBe(201);

  await app.app.get(UploadSwitch).turn(false);

  for (const { url } of [app, other]) {
    for (const path of ['/media/presigned-url', '/media/multipart']) {
      const answer = await ask(url, path);
      expectProblem(answer, 'uploads-off');
      expect(answer.headers.get('retry-after')).toBe('300');
    }
    expect((await new MediaApi(url).mine(ada)).items).toHaveLength(1);
  }
  const { mediaId } = started.body as { mediaId: string };
  const parts = await new MediaApi(app.url).call(`/media/multipart/${mediaId}/parts`, {
    method: 'POST',
    token: ada.token,
    body: { partNumbers: [1] },
  });
  expect(parts.status).toBe(200);

  await app.app.get(UploadSwitch).turn(true);
  expect((await ask(other.url, '/media/presigned-url')).status).toBe(201);
});
