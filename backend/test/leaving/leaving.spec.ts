/** Whoever deletes their account is hidden at once, and may come back within some days. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { deletedAccountSchema, ownProfileSchema } from '@media-feed/contract';
import { eventually } from '@media-feed/testing/eventually';
import { DeparturesRepository } from '../../src/leaving/departures.repository.ts';
import { DeparturesService } from '../../src/leaving/departures.service.ts';
import { Reconciler } from '../../src/reconciliation/reconciler.ts';
import { read } from '../media/support/media-api.ts';
import { readyResult } from '../media/support/inspection-results.ts';
import { wrongCounts } from '../media/support/seed.ts';
import { ModerationContext } from '../moderation/support/context.ts';
import { expectProblem, pathsOf } from '../support/http.ts';
import { type Person, signUpPerson } from '../support/people.ts';

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

const as = (person: Person, method: string, path: string, body?: unknown) =>
  context.api.call(path, { method, token: person.token, ...(body !== undefined && { body }) });
const leave = (person: Person, password = person.password) => as(person, 'DELETE', '/users/me', { password });
const restore = (person: Person, password = person.password) =>
  as(person, 'POST', '/users/me/restore', { password });
const signIn = async (person: Person): Promise<Person> => {
  const body = { email: person.user.email, password: person.password };
  const answer = await context.api.call('/authentication/sign-in', { method: 'POST', body });
  expect(answer.status).toBe(200);
  return { ...person, token: (answer.body as { accessToken: string }).accessToken };
};
const makeDue = (person: Person) =>
  context.app.database.query(
    { name: 'test_make_due', text: 'UPDATE users SET deletes_at = now() WHERE id = $1' },
    [person.user.id],
  );
const upload = { fileName: 'sea.png', contentType: 'image/png', size: 1000 };

describe('an account that its owner deletes', () => {
  it('goes after 14 days, which the owner sees, and hears of by mail', async () => {
    const before = Date.now();
    const { deletesAt } = read(await leave(ada), 202, deletedAccountSchema);

    const days = (Date.parse(deletesAt) - before) / (24 * 60 * 60 * 1000);
    expect(Math.round(days)).toBe(14);
    const me = read(await as(ada, 'GET', '/users/me'), 200, ownProfileSchema);
    expect(me.deletesAt).toBe(deletesAt);
    expect(await mailsOf(ada)).toEqual(['account-leaving']);
  });

  it('is deleted once: saying it again changes nothing', async () => {
    const answers = await Promise.all([leave(ada), leave(ada)]);
    const [first, second] = answers.map((answer) => read(answer, 202, deletedAccountSchema));

    expect(first).toEqual(second);
    expect(await mailsOf(ada)).toEqual(['account-leaving']);
  });

  it('is deleted by its password alone', async () => {
    expect(pathsOf(expectProblem(await leave(ada, 'wrong password'), 'validation'))).toEqual(['password']);
    expect(pathsOf(expectProblem(await as(ada, 'DELETE', '/users/me', {}), 'validation'))).toEqual([
      'password',
    ]);

    const me = read(await as(ada, 'GET', '/users/me'), 200, ownProfileSchema);
    expect(me.deletesAt).toBeNull();
  });

  it('is in no answer to others from then on, its files staying for its return', async () => {
    const { total } = await context.api.page();
    const [kept, other] = [await context.publish(ada), await context.publish(bob)];
    expect(await context.like(kept, bob)).toBe(200);
    expect(await context.like(other, ada)).toBe(200);

    expect((await leave(ada)).status).toBe(202);

    expect((await context.api.page()).total).toBe(total + 1);
    expect((await context.api.page({ uploader: ada.user.id })).items).toEqual([]);
    expect((await context.api.page({ liked: 'true' }, bob)).items).toEqual([]);
    expectProblem(await context.api.call(`/media/${kept}`), 'not-found');
    expectProblem(await as(bob, 'POST', `/media/${kept}/likes`), 'not-found');
    expectProblem(await context.api.call(`/users/${ada.user.id}`), 'not-found');
    expect(await wrongCounts(context.app.database)).toEqual([]);
    expect(await context.objects.keysOf(kept)).toHaveLength(2);
  });

  it('ends its other sessions, and goes on in this one and in new ones', async () => {
    const elsewhere = await signIn(ada);
    expect((await leave(ada)).status).toBe(202);

    await eventually(
      () => as(elsewhere, 'GET', '/users/me'),
      ({ status }) => status === 401,
    );
    expect((await as(ada, 'GET', '/users/me')).status).toBe(200);
    expect((await as(await signIn(ada), 'GET', '/users/me')).status).toBe(200);
  });

  it('may change nothing but be restored', async () => {
    const bobs = await context.publish(bob);
    const own = await context.publish(ada);
    expect((await leave(ada)).status).toBe(202);

    for (const [method, path, body] of [
      ['POST', '/media/presigned-url', upload],
      ['POST', '/media/multipart', { ...upload, contentType: 'video/mp4', size: 50_000_000 }],
      ['POST', `/media/${bobs}/likes`],
      ['DELETE', `/media/${bobs}/likes`],
      ['PATCH', `/media/${own}`, { altText: 'x' }],
      ['DELETE', `/media/${own}`],
      ['PATCH', '/users/me', { name: 'Somebody' }],
      ['DELETE', '/users/me/sessions/0198c0de-0000-7000-8000-000000000001'],
    ] as const) {
      expect([path, (await as(ada, method, path, body)).body]).toEqual([
        path,
        expect.objectContaining({ code: 'account-leaving', status: 403 }),
      ]);
    }
    expect((await restore(ada)).status).toBe(200);
  });

  it('keeps its objects through a result that comes twice and a run of the reconciler', async () => {
    const pending = await context.api.presign(ada);
    const result = readyResult(pending, ada);
    await context.objects.publish(result);
    await context.lambda.send(result);
    await eventually(
      () => context.api.item(pending.mediaId, ada),
      ({ status }) => status === 'READY',
    );
    expect((await leave(ada)).status).toBe(202);

    await context.lambda.send(result);
    // Whatever was in the queue is received before this one.
    await context.publish(bob);
    await context.app.app.get(Reconciler).reconcile({ whole: true });

    expect(await context.objects.keysOf(pending.mediaId)).toHaveLength(2);
  });

  it('has no upload published that was under way', async () => {
    const pending = await context.api.presign(ada);
    expect((await leave(ada)).status).toBe(202);

    const result = readyResult(pending, ada);
    await context.objects.publish(result);
    await context.lambda.send(result);

    await eventually(
      () => context.objects.keysOf(pending.mediaId),
      ({ length }) => length === 0,
    );
    expect((await context.api.item(pending.mediaId, ada)).status).toBe('EXPIRED');
  });
});

describe('an account that is restored', () => {
  it('is as it was, likes included, and its owner hears of it', async () => {
    const id = await context.publish(ada);
    expect(await context.like(id, bob)).toBe(200);
    const { total } = await context.api.page();
    const before = await context.api.item(id, ada);
    expect((await leave(ada)).status).toBe(202);

    const back = await signIn(ada);
    expect(read(await restore(back), 200, ownProfileSchema).deletesAt).toBeNull();

    expect(await context.api.item(id, back)).toEqual(before);
    expect((await context.api.page()).total).toBe(total);
    expect((await context.api.page({ uploader: ada.user.id })).total).toBe(1);
    expect((await context.api.page({ liked: 'true' }, bob)).items.map((item) => item.id)).toContain(id);
    expect(await wrongCounts(context.app.database)).toEqual([]);
    expect((await context.api.call(`/users/${ada.user.id}`)).status).toBe(200);
    expect(await mailsOf(ada)).toEqual(['account-leaving', 'new-device', 'account-restored']);
  });

  it('is restored by its password alone', async () => {
    expect((await leave(ada)).status).toBe(202);

    expect(pathsOf(expectProblem(await restore(ada, 'wrong password'), 'validation'))).toEqual(['password']);

    expectProblem(await context.api.call(`/users/${ada.user.id}`), 'not-found');
  });

  it('may be one that nobody deleted: nothing changes', async () => {
    expect((await restore(ada)).status).toBe(200);
    expect(await mailsOf(ada)).toEqual([]);
  });

  it('keeps what an operator took down, taken down', async () => {
    const id = await context.publish(ada);
    await context.moderation.takeDown(id);
    expect((await leave(ada)).status).toBe(202);

    expect((await restore(ada)).status).toBe(200);

    expectProblem(await context.api.call(`/media/${id}`), 'not-found');
    expect(await context.column('media', 'removal_cause', id)).toBe('TAKEDOWN');
  });

  it('is not restored once it is due', async () => {
    expect((await leave(ada)).status).toBe(202);
    await makeDue(ada);

    expectProblem(await restore(ada), 'unauthenticated');
  });

  it('is not one that an operator has suspended meanwhile', async () => {
    expect((await leave(ada)).status).toBe(202);
    await context.moderation.suspend(ada.user.id);
    await eventually(
      () => restore(ada),
      ({ status }) => status === 401,
    );
    expect(await context.column('users', 'deletes_at', ada.user.id)).not.toBeNull();
  });
});

describe('races', () => {
  it('with uploads, results and likes end with nothing public and right counts', async () => {
    const bobs = await context.publish(bob);
    const results = await Promise.all(
      Array.from({ length: 8 }, async () => readyResult(await context.api.presign(ada), ada)),
    );
    const { total } = await context.api.page();

    await Promise.all([
      context.lambda.send(...results),
      leave(ada),
      ...results.map(() => as(ada, 'POST', '/media/presigned-url', upload)),
      as(ada, 'POST', `/media/${bobs}/likes`),
    ]);
    // Whatever is still in the queue is received before this one.
    await context.publish(bob);

    expect((await context.api.page()).total).toBe(total + 1);
    const unfinished = await context.app.database.query(
      {
        name: 'test_unfinished_of',
        text: `SELECT FROM media WHERE uploader_id = $1 AND status IN ('PENDING', 'READY')`,
      },
      [ada.user.id],
    );
    expect(unfinished).toEqual([]);
    expect(await wrongCounts(context.app.database)).toEqual([]);
  });

  it('with its own removal, by two processes at once, end with one removal', async () => {
    const id = await context.publish(ada);
    const bobs = await context.publish(bob);
    expect(await context.like(bobs, ada)).toBe(200);
    expect((await leave(ada)).status).toBe(202);
    await makeDue(ada);
    const departures = context.app.app.get(DeparturesService);
    const due = (await departures.findDue(100)).filter((account) => account.id === ada.user.id);
    expect(due).toHaveLength(1);

    const removed = await Promise.all([...due, ...due].map((account) => departures.remove(account)));

    expect(removed.filter(Boolean)).toHaveLength(1);
    expect(await context.objects.keysOf(id)).toEqual([]);
    expect((await context.api.item(bobs)).likesCount).toBe(0);
    expect(await wrongCounts(context.app.database)).toEqual([]);
  });

  it('with what its access token still asks for, once it is gone, end in 401 and harm nobody', async () => {
    const bobs = await context.publish(bob);
    expect((await leave(ada)).status).toBe(202);
    await makeDue(ada);
    await context.app.app.get(Reconciler).reconcile();

    const asked = [
      ['POST', `/media/${bobs}/likes`],
      ['POST', '/media/presigned-url', upload],
      ['PATCH', '/users/me', { name: 'Ghost' }],
      ['GET', '/users/me'],
    ] as const;
    const answers = await Promise.all([
      as(bob, 'POST', `/media/${bobs}/likes`),
      ...asked.map(([method, path, body]) => as(ada, method, path, body)),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([200, 401, 401, 401, 401]);
    const body = { email: ada.user.email, password: ada.password };
    const again = await context.api.call('/authentication/sign-in', { method: 'POST', body });
    expectProblem(again, 'invalid-credentials');
    // The address is free again.
    expect((await signUpPerson(context.app.url, { email: ada.user.email })).user.id).not.toBe(ada.user.id);
  });

  it('with a sign-in end its session everywhere, also where nobody looks at the account', async () => {
    expect((await leave(ada)).status).toBe(202);
    await makeDue(ada);
    const departures = context.app.app.get(DeparturesRepository);
    const forget = departures.forget.bind(departures);
    let late = ada;
    departures.forget = async (...account) => {
      departures.forget = forget;
      late = await signIn(ada);
      return forget(...account);
    };

    await context.app.app.get(Reconciler).reconcile();

    expect(late.token).not.toBe(ada.token);
    await eventually(
      () => as(late, 'GET', '/media'),
      ({ status }) => status === 401,
    );
  });

  it('keeps the address of a suspended account shut, by its hash alone', async () => {
    expect((await leave(ada)).status).toBe(202);
    await context.moderation.suspend(ada.user.id);
    await makeDue(ada);
    await context.app.app.get(Reconciler).reconcile();

    const body = {
      email: ada.user.email.toUpperCase(),
      password: ada.password,
      confirmPassword: ada.password,
    };
    const again = await context.api.call('/authentication/sign-up', { method: 'POST', body });

    expectProblem(again, 'email-taken');
  });
});

async function mailsOf({ user }: Person): Promise<string[]> {
  const rows = await context.app.database.query<{ kind: string }>(
    { name: 'test_mails_of', text: 'SELECT kind FROM mails WHERE user_id = $1 ORDER BY id' },
    [user.id],
  );
  return rows.map(({ kind }) => kind);
}
