/** Asking for a place to send a file to, and what storage then takes. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { presignedUploadSchema, type ProblemCode } from '@media-feed/contract';
import { v7 as uuidv7 } from 'uuid';
import { expectProblem, pathsOf } from '../support/http.ts';
import { type Person, signUpPerson } from '../support/people.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { type NewUpload, UploadsRepository } from '../../src/uploads/uploads.repository.ts';
import { MediaApi, read } from '../media/support/media-api.ts';

const MiB = 1024 ** 2;

let app: TestApp;
let api: MediaApi;
let ada: Person;

beforeAll(async () => {
  app = await startTestApp({ maxUnfinishedUploads: 20 });
  api = new MediaApi(app.url);
});
afterAll(() => app.close());

/** Somebody without unfinished uploads. */
const somebody = () => signUpPerson(app.url);

const ask = (person: Person | undefined, body: unknown, path = '/media/presigned-url') =>
  api.call(path, { method: 'POST', body, ...(person && { token: person.token }) });

const good = { fileName: 'sea.png', contentType: 'image/png', size: 1000 };

const put = (url: string, headers: Record<string, string>, bytes: number) =>
  fetch(url, { method: 'PUT', headers, body: Buffer.alloc(bytes, 'x') });

describe('a request for an upload', () => {
  beforeAll(async () => {
    ada = await somebody();
  });

  it.each<[string, object, ProblemCode, string[]]>([
    ['no size', { fileName: 'a.png', contentType: 'image/png' }, 'validation', ['size']],
    ['size 0', { ...good, size: 0 }, 'validation', ['size']],
    ['a negative size', { ...good, size: -1 }, 'validation', ['size']],
    ['half a byte', { ...good, size: 1.5 }, 'validation', ['size']],
    ['a size in words', { ...good, size: '1000' }, 'validation', ['size']],
    ['a size past what numbers hold', { ...good, size: 2 ** 60 }, 'validation', ['size']],
    ['no name', { ...good, fileName: '' }, 'validation', ['fileName']],
    ['a name of 256 characters', { ...good, fileName: 'é'.repeat(256) }, 'validation', ['fileName']],
    ['a control character', { ...good, fileName: 'a\u0000.png' }, 'validation', ['fileName']],
    ['an unknown field', { ...good, status: 'READY' }, 'validation', ['status']],
    ['no type', { ...good, contentType: '' }, 'validation', ['contentType']],
    ['a page', { ...good, contentType: 'text/html' }, 'unsupported-media-type', []],
    ['a picture that is a program', { ...good, contentType: 'image/svg+xml' }, 'unsupported-media-type', []],
    ['a class without a type', { ...good, contentType: 'image/*' }, 'unsupported-media-type', []],
    ['a picture that is too large', { ...good, size: 100 * MiB + 1 }, 'file-too-large', []],
    [
      'sound that is too large',
      { ...good, contentType: 'audio/mpeg', size: 500 * MiB + 1 },
      'file-too-large',
      [],
    ],
    [
      'a video that is too large',
      { ...good, contentType: 'video/mp4', size: 5 * 1024 * MiB + 1 },
      'file-too-large',
      [],
    ],
  ])('with %s is refused, in parts too', async (_what, body, code, paths) => {
    for (const path of ['/media/presigned-url', '/media/multipart']) {
      const problem = expectProblem(await ask(ada, body, path), code);
      expect(pathsOf(problem)).toEqual(paths);
    }
    expect((await api.mine(ada)).items).toEqual([]);
  });

  it('names the type that is not supported, and the formats that are', async () => {
    const problem = expectProblem(
      await ask(ada, { ...good, contentType: 'image/bmp' }),
      'unsupported-media-type',
    );

    expect(problem.detail).toMatch(
      /^The type “image\/bmp” is not supported\. Supported formats are JPEG, .+ WAV\.$/,
    );
  });

  it('needs somebody who is signed in', async () => {
    for (const path of ['/media/presigned-url', '/media/multipart']) {
      expectProblem(await ask(undefined, good, path), 'unauthenticated');
    }
  });

  it('for more than one PUT takes names the call that takes it', async () => {
    const body = { ...good, contentType: 'video/mp4', size: 100 * MiB + 1 };
    const problem = expectProblem(await ask(ada, body), 'file-too-large');
    expect(problem.detail).toContain('POST /media/multipart');
  });

  it.each([
    ['image/jpg', 'image/jpeg'],
    ['IMAGE/JPEG; charset=binary', 'image/jpeg'],
    ['audio/x-m4a', 'audio/mp4'],
    ['video/x-m4v', 'video/mp4'],
    ['audio/webm;codecs=opus', 'video/webm'],
    ['audio/x-matroska', 'video/x-matroska'],
    ['video/3gpp', 'video/mp4'],
  ])('understands %s as %s', async (contentType, meant) => {
    const { headers } = await api.presign(await somebody(), { contentType });
    expect(headers).toEqual({ 'Content-Type': meant, 'If-None-Match': '*' });
  });

  it('takes names of 255 characters outside the basic plane', async () => {
    const person = await somebody();
    const { mediaId } = await api.presign(person, { fileName: '🐦'.repeat(255) });
    expect((await api.item(mediaId, person)).fileName).toBe('🐦'.repeat(255));
  });
});

describe('a presigned URL', () => {
  it('signs exactly what docs/aws.md lists, and carries no checksum', async () => {
    const person = await somebody();
    const before = Date.now();
    const { url, key, mediaId, expiresAt } = await api.presign(person);
    const { searchParams, origin, pathname } = new URL(url);

    expect(key).toBe(`uploads/${person.user.id}/${mediaId}`);
    expect(mediaId[14]).toBe('7');
    expect(origin + pathname).toBe(`${app.config.storagePublicEndpoint ?? ''}/media-feed-uploads/${key}`);
    expect(searchParams.get('X-Amz-SignedHeaders')).toBe('content-length;content-type;host;if-none-match');
    expect(searchParams.get('X-Amz-Expires')).toBe('900');
    const names = [...searchParams.keys()].map((name) => name.toLowerCase());
    expect(names.filter((name) => /^x-amz-(checksum|sdk)/.test(name))).toEqual([]);
    const lifetime = new Date(expiresAt).getTime() - before;
    expect(lifetime).toBeGreaterThan(899_000);
    expect(lifetime).toBeLessThan(930_000);
  });

  it('takes the announced file once, and nothing else', async () => {
    const person = await somebody();
    const { url, headers } = await api.presign(person);
    const asked = (await api.mine(person)).items.length;
    expect(asked).toBe(1);

    expect((await put(url, headers, 999)).status).toBe(403);
    expect((await put(url, { ...headers, 'Content-Type': 'text/html' }, 1000)).status).toBe(403);
    const { 'If-None-Match': _, ...unconditional } = headers;
    expect((await put(url, unconditional, 1000)).status).toBe(403);
    const other = url.replace(person.user.id, '0198c0de-0000-7000-8000-000000000001');
    expect((await put(other, headers, 1000)).status).toBe(403);

    expect((await put(url, headers, 1000)).status).toBe(200);
    expect((await put(url, headers, 1000)).status).toBe(412);
  });

  it('of 50 asked for at once, as many are given as may be unfinished', async () => {
    const person = await somebody();
    const answers = await Promise.all(Array.from({ length: 50 }, () => ask(person, good)));

    const given = answers.filter(({ status }) => status === 201);
    expect(given).toHaveLength(20);
    for (const answer of given) read(answer, 201, presignedUploadSchema);
    for (const answer of answers.filter(({ status }) => status !== 201)) {
      expectProblem(answer, 'too-many-unfinished-uploads');
    }
    expectProblem(await ask(person, good, '/media/multipart'), 'too-many-unfinished-uploads');

    const [first] = (await api.mine(person)).items;
    const deleted = await api.call(`/media/${first?.id ?? ''}`, { method: 'DELETE', token: person.token });
    expect(deleted.status).toBe(204);
    // Its URL still works, so that it makes no room yet.
    expectProblem(await ask(person, good), 'too-many-unfinished-uploads');
    await app.database.query({
      name: 'test_url_over',
      text: `UPDATE media SET url_expires_at = now() WHERE id = '${first?.id ?? ''}'`,
    });
    await api.presign(person);
  });
});

describe('requests that are recorded together', () => {
  const uploadOf = (uploaderId: string): NewUpload => ({
    id: uuidv7(),
    uploaderId,
    type: 'IMAGE',
    declaredMimeType: 'image/png',
    fileName: 'sea.png',
    size: 1000,
    caption: null,
    tags: [],
    altText: null,
    sensitive: false,
    partSize: null,
    urlExpiresAt: new Date(Date.now() + 60_000),
    deadlineAt: new Date(Date.now() + 120_000),
  });

  it('keep each person’s quota, whichever instance is asked', async () => {
    const [bob, cy] = await Promise.all([somebody(), somebody()]);
    const config = { ...app.config, maxUnfinishedUploads: 7 };
    const instances = [1, 2].map(() => new UploadsRepository(config, app.database));

    const answers = await Promise.all(
      Array.from({ length: 40 }, async (_, index) => {
        const { id } = (index % 2 === 0 ? bob : cy).user;
        const refusal = await instances[index % 4 < 2 ? 0 : 1]?.insertWithinQuotas(uploadOf(id));
        return { id, refusal };
      }),
    );

    for (const person of [bob, cy]) {
      const given = answers.filter(({ id, refusal }) => id === person.user.id && refusal === undefined);
      expect(given).toHaveLength(7);
      expect((await api.mine(person)).items).toHaveLength(7);
    }
  });

  it('fail alone where the database rejects one', async () => {
    const dee = await somebody();
    const uploads = new UploadsRepository(app.config, app.database);
    // Of one person, and so in one batch; one with a longer name than the column may hold.
    const requests = ['a.png', 'b.png', 'c'.repeat(300), 'd.png'].map((fileName) => ({
      ...uploadOf(dee.user.id),
      fileName,
    }));

    const answers = await Promise.allSettled(requests.map((request) => uploads.insertWithinQuotas(request)));

    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect((await api.mine(dee)).items).toHaveLength(3);
  });
});
