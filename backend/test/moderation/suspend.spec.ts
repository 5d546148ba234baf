/** What is left of an account that an operator has suspended. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@media-feed/testing/eventually';
import { AuditService } from '../../src/audit/audit.service.ts';
import { AccessTokens } from '../../src/authentication/access-tokens.ts';
import { PasswordHasher } from '../../src/authentication/password-hasher.ts';
import { wrongCounts } from '../media/support/seed.ts';
import { readyResult } from '../media/support/inspection-results.ts';
import { expectProblem } from '../support/http.ts';
import { type Person, signUpPerson } from '../support/people.ts';
import { ModerationContext } from './support/context.ts';

let context: ModerationContext;
let bob: Person;
let ada: Person;

beforeAll(async () => {
  context = await ModerationContext.start();
  bob = await signUpPerson(context.app.url);
});
beforeEach(async () => {
  ada = await signUpPerson(context.app.url);
});
afterAll(() => context.close());

const signIn = (person: Person, password = person.password) =>
  context.api.call('/authentication/sign-in', {
    method: 'POST',
    body: { email: person.user.email, password },
  });
const as = (person: Person, method: string, path: string, body?: unknown) =>
  context.api.call(path, { method, token: person.token, ...(body !== undefined && { body }) });
const upload = { fileName: 'sea.png', contentType: 'image/png', size: 1000 };

describe('a suspended account', () => {
  it('ends its sessions, and signs in no more: said to the right password alone', async () => {
    const other = await signIn(ada);
    expect(other.status).toBe(200);

    const report = await context.moderation.suspend(ada.user.id, 'Spam');

    expect(report).toMatchObject({ userId: ada.user.id, isNew: true, sessions: 2, items: 0, uploads: 0 });
    const refreshed = await context.api.call('/authentication/refresh', {
      method: 'POST',
      cookie: ada.cookie,
    });
    expectProblem(refreshed, 'unauthenticated');
    expect(expectProblem(await signIn(ada), 'account-suspended').status).toBe(403);
    expectProblem(await signIn(ada, 'wrong password'), 'invalid-credentials');
    expect(await context.column('users', 'suspension_reason', ada.user.id)).toBe('Spam');
    await context.app.app.get(AuditService).flush();
  });

  it('is refused whatever it would write with an access token that still lives', async () => {
    const id = await context.publish(bob);
    const own = await context.publish(ada);
    await context.moderation.suspend(ada.user.id);
    // Of a session of which this process does not know that it has ended.
    const token = await context.app.app.get(AccessTokens).issue(ada.user.id, randomUUID());

    for (const [method, path, body] of [
      ['POST', '/media/presigned-url', upload],
      ['POST', '/media/multipart', { ...upload, contentType: 'video/mp4', size: 50_000_000 }],
      ['POST', `/media/${id}/likes`],
      ['DELETE', `/media/${id}/likes`],
      ['PATCH', `/media/${own}`, { altText: 'x' }],
      ['DELETE', `/media/${own}`],
      ['PATCH', '/users/me', { name: 'Somebody' }],
      [
        'POST',
        '/users/me/password',
        { currentPassword: ada.password, newPassword: 'a new password', confirmPassword: 'a new password' },
      ],
      ['DELETE', '/users/me/sessions/0198c0de-0000-7000-8000-000000000001'],
    ] as const) {
      expect([path, (await as({ ...ada, token }, method, path, body)).body]).toEqual([
        path,
        expect.objectContaining({ code: 'account-suspended', status: 403 }),
      ]);
    }
    expect((await context.api.item(id)).likesCount).toBe(0);
    expect((await as(bob, 'POST', `/media/${id}/likes`)).status).toBe(200);
  });

  it('has no item in the feed, its totals or the bucket; the rows, copies and likes stay', async () => {
    const before = (await context.api.page()).total;
    const ids = await Promise.all([context.publish(ada), context.publish(ada)]);
    const bobs = await context.publish(bob);
    expect(await context.like(bobs, ada)).toBe(200);

    const report = await context.moderation.suspend(ada.user.email.toUpperCase());

    expect(report).toMatchObject({ userId: ada.user.id, items: 2, waiting: 0 });
    expect((await context.api.page()).total).toBe(before + 1);
    expect((await context.api.page({ uploader: ada.user.id })).items).toEqual([]);
    expect(await wrongCounts(context.app.database)).toEqual([]);
    for (const id of ids) {
      expectProblem(await context.api.call(`/media/${id}`), 'not-found');
      expect(await context.objects.keysOf(id)).toEqual([]);
      expect(await context.objects.copiesOf(id, ada.user.id)).toHaveLength(2);
      expect(await context.column('media', 'removal_cause', id)).toBe('SUSPENSION');
    }
    expect((await context.api.item(bobs)).likesCount).toBe(1);
    expect(await context.eventsAbout(ada.user.id)).toEqual([
      {
        kind: 'account-suspended',
        user_id: ada.user.id,
        media_id: null,
        detail: 'operator; 2 items, 0 uploads, 1 sessions',
      },
    ]);
  });

  it('has no upload published that was under way', async () => {
    const pending = await context.api.presign(ada);
    const result = readyResult(pending, ada);

    expect(await context.moderation.suspend(ada.user.id)).toMatchObject({ uploads: 1 });

    await context.objects.publish(result);
    await context.lambda.send(result);
    await eventually(
      () => context.objects.keysOf(pending.mediaId),
      ({ length }) => length === 0,
    );
    expect(await context.column('media', 'status', pending.mediaId)).toBe('EXPIRED');
  });

  it('is suspended once; again changes nothing and says so', async () => {
    await context.publish(ada);
    const reports = await Promise.all([1, 2, 3].map(() => context.moderation.suspend(ada.user.id, 'Spam')));

    expect(reports.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(reports.reduce((sum, { items }) => sum + items, 0)).toBe(1);
    expect(await context.moderation.suspend(ada.user.id, 'Other')).toMatchObject({
      isNew: false,
      sessions: 0,
    });
    expect(await context.column('users', 'suspension_reason', ada.user.id)).toBe('Spam');
    expect(await context.eventsAbout(ada.user.id)).toHaveLength(1);
  });

  it('gets no session by a sign-in that is under way', async () => {
    const hasher = context.app.app.get(PasswordHasher);
    const matches = hasher.matches.bind(hasher);
    hasher.matches = async (password, hash) => {
      const isRight = await matches(password, hash);
      await context.moderation.suspend(ada.user.id);
      return isRight;
    };
    const answer = await signIn(ada);
    hasher.matches = matches;

    expectProblem(answer, 'account-suspended');
    const sessions = await context.app.database.query({
      name: 'test_sessions_going_on',
      text: `SELECT FROM sessions WHERE user_id = '${ada.user.id}' AND revoked_at IS NULL`,
    });
    expect(sessions).toEqual([]);
  });

  it('publishes nothing and counts right, whatever runs at once', async () => {
    const results = await Promise.all(
      Array.from({ length: 8 }, async () => readyResult(await context.api.presign(ada), ada)),
    );
    const { total } = await context.api.page();

    await Promise.all([
      context.lambda.send(...results),
      context.moderation.suspend(ada.user.id),
      ...results.map(() => as(ada, 'POST', '/media/presigned-url', upload)),
    ]);
    // Whatever is still in the queue is received before this one.
    await context.publish(bob);

    expect((await context.api.page()).total).toBe(total + 1);
    expect((await context.api.page({ uploader: ada.user.id })).total).toBe(0);
    expect(await wrongCounts(context.app.database)).toEqual([]);
    const unfinished = await context.app.database.query({
      name: 'test_unfinished',
      text: `SELECT FROM media WHERE uploader_id = '${ada.user.id}' AND status IN ('PENDING', 'READY')`,
    });
    expect(unfinished).toEqual([]);
  });

  it('must be known', async () => {
    await expect(context.moderation.suspend('nobody@example.org')).rejects.toThrow(
      'There is no user nobody@example.org.',
    );
    await expect(context.moderation.suspend('0198c0de-0000-7000-8000-000000000001')).rejects.toThrow(
      'There is no user',
    );
  });
});
