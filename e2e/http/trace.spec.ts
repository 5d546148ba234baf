import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bearer, jsonRequest, send } from '@media-feed/testing/http';
import { genuine } from '@media-feed/testing/fixtures';
import { eventually } from '@media-feed/testing/eventually';
import { signUpUser, upload, waitUntilInspected } from '@media-feed/testing/users';
import type { RunningStack } from '@media-feed/testing/stack';
import { expect, test } from '../support/test.ts';

const traceProgram = join(import.meta.dirname, '..', '..', 'embedded', 'src', 'trace.ts');

async function trace(stack: RunningStack, id: string): Promise<string> {
  const env = { ...process.env, NODE_OPTIONS: '', DATA_DIR: stack.dataDir };
  const { stdout } = await promisify(execFile)(process.execPath, [traceProgram, id], { env });
  return stdout;
}

/** Lines are written in batches: the text of an upload's timeline once its last line is there. */
function untilReceived(stack: RunningStack, mediaId: string): Promise<string> {
  return eventually(
    () => trace(stack, mediaId),
    (text) => text.includes('Inspection result received'),
    { what: 'a whole timeline' },
  );
}

test.describe('make trace', () => {
  test('shows the whole timeline of an upload by its id, and the same one by its request', async ({
    stack,
  }) => {
    const user = await signUpUser(stack.apiUrl);
    const file = await genuine('picture.png');
    const request = { fileName: 'a.png', contentType: 'image/png', size: file.bytes.length };
    const requestId = `e2e-${String(Date.now())}`;
    const headers = { ...bearer(user.session.accessToken), 'x-request-id': requestId };
    const answer = await send(stack.apiUrl, jsonRequest('POST', '/media/presigned-url', request, headers));
    const presigned = JSON.parse(answer.text) as { mediaId: string; url: string; headers: HeadersInit };
    await fetch(presigned.url, { method: 'PUT', headers: presigned.headers, body: file.bytes });
    await waitUntilInspected(user, presigned.mediaId);

    const timeline = await untilReceived(stack, presigned.mediaId);

    const order = [
      /api +Upload requested .*way=single/,
      /database +Database: requested/,
      /functions +Upload inspected .*outcome=READY/,
      /api +Inspection result received .*messageId=\S+/,
    ].map((pattern) => timeline.split('\n').findIndex((line) => pattern.test(line)));
    expect(order).not.toContain(-1);
    const [requested = 0, , inspected = 0, received = 0] = order;
    expect(requested).toBeLessThan(inspected);
    expect(inspected).toBeLessThan(received);
    expect(timeline).toMatch(/database +Database: published/);
    expect(timeline).toContain(`requestId=${requestId}`);
    const messageId = /Upload inspected .*messageId=(\S+)/.exec(timeline)?.[1];
    expect(timeline).toMatch(new RegExp(`Inspection result received .*messageId=${String(messageId)}`));
    expect(await trace(stack, requestId)).toContain('Inspection result received');
  });

  test('fails with a message when nobody knows the id', async ({ stack }) => {
    await expect(trace(stack, '01890a5d-ac96-774b-bcce-b302099a8057')).rejects.toThrow(
      'Neither the logs nor the database know',
    );
  });
});

test('no log holds anybody’s data: address, e-mail, password, token, cookie, file name, name', async ({
  stack,
}) => {
  const user = await signUpUser(stack.apiUrl);
  const { email } = user.session.user;
  const secrets = {
    email,
    'local part': email.split('@', 1)[0] ?? '',
    password: 'a-password-for-the-log-test',
    'wrong password': 'a-wrong-password-for-the-log-test',
    token: user.session.accessToken,
    'file name': 'private-holiday-file-name',
    'display name': 'Somebody-With-A-Name',
    query: 'a-query-for-the-log-test',
    path: 'a-path-for-the-log-test',
    'user agent': 'an-agent-for-the-log-test',
    'forwarded address': '203.0.113.77',
  };
  const headers = { 'user-agent': secrets['user agent'], 'x-forwarded-for': secrets['forwarded address'] };
  const authorized = { ...headers, ...bearer(secrets.token) };
  const post = (path: string, body: unknown, own = headers) =>
    send(stack.apiUrl, jsonRequest('POST', path, body, own));
  const signedIn = await post('/authentication/sign-in', { email, password: 'correct horse battery' });
  const cookie = String(signedIn.headers['set-cookie']).split(';', 1)[0] ?? '';
  await post('/authentication/sign-in', { email, password: secrets['wrong password'] });
  await post('/authentication/refresh', undefined, { ...headers, cookie } as typeof headers);
  await post(
    '/users/me/password',
    {
      currentPassword: 'correct horse battery',
      newPassword: secrets.password,
      confirmPassword: secrets.password,
    },
    authorized,
  );
  await send(stack.apiUrl, jsonRequest('PATCH', '/users/me', { name: secrets['display name'] }, authorized));
  await send(stack.apiUrl, { method: 'GET', path: `/media?cursor=${secrets.query}`, headers });
  await send(stack.apiUrl, { method: 'GET', path: `/${secrets.path}`, headers });
  const mediaId = await upload(user, {
    ...(await genuine('picture.png')),
    fileName: `${secrets['file name']}.png`,
  });
  await waitUntilInspected(user, mediaId);
  await untilReceived(stack, mediaId);

  const folder = join(stack.dataDir, 'logs');
  const files = (await readdir(folder)).filter((name) =>
    /^(api|functions|storage|queue|edge|web|migrate)\.log/.test(name),
  );
  const logs = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
  const text = logs.join('\n');
  expect(text).toContain(user.session.user.id);
  const found = Object.entries({ ...secrets, cookie: cookie.split('=')[1] ?? '' }).filter(([, secret]) =>
    text.includes(secret),
  );
  expect(found.map(([name]) => name)).toEqual([]);
  expect(text).not.toMatch(/remoteAddress|x-forwarded-for|"ip"|::ffff:/i);
  // Under whatever name: everybody here comes from this machine.
  const ofRequests = text.split('\n').filter((line) => line.includes('"requestId"'));
  expect(ofRequests).not.toEqual([]);
  expect(ofRequests.filter((line) => /"(127\.0\.0\.1|::1)"/.test(line))).toEqual([]);
});
