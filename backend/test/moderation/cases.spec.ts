/** The queue of operators: who may see it, who is at a case, and what a decision does. */
import { hash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  casesPageSchema,
  type ModerationCase,
  moderationCaseSchema,
  ownReportsSchema,
} from '@media-feed/contract';
import { read } from '../media/support/media-api.ts';
import { wrongCounts } from '../media/support/seed.ts';
import { expectProblem, pathsOf } from '../support/http.ts';
import { type Person, signUpPerson } from '../support/people.ts';
import { ModerationContext } from './support/context.ts';

let context: ModerationContext;
let ada: Person;
let bob: Person;
let olga: Person;
let otto: Person;

beforeAll(async () => {
  context = await ModerationContext.start();
  [ada, bob, olga, otto] = await Promise.all([
    signUpPerson(context.app.url),
    signUpPerson(context.app.url),
    signUpPerson(context.app.url),
    signUpPerson(context.app.url),
  ]);
  for (const { user } of [olga, otto]) await context.moderation.setRole(user.id, 'operator');
});
beforeEach(() => run('DELETE FROM moderation_cases WHERE id IS NOT NULL'));
afterAll(() => context.close());

const run = (text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> =>
  context.app.database.query({ name: `test_${hash('md5', text)}`, text }, values);
const post = (person: Person, path: string, body?: unknown) =>
  context.api.call(path, { method: 'POST', token: person.token, ...(body !== undefined && { body }) });
const report = (person: Person, mediaId: string, reason = 'SPAM') =>
  post(person, `/media/${mediaId}/reports`, { reason });
const list = async (query = '', operator = olga) =>
  read(await context.api.call(`/moderation/cases${query}`, { token: operator.token }), 200, casesPageSchema);
const claim = (operator: Person, { id }: ModerationCase) => post(operator, `/moderation/cases/${id}/claim`);
const decide = (operator: Person, { id }: ModerationCase, body: unknown) =>
  post(operator, `/moderation/cases/${id}/decision`, body);
const logged = (userId: string) =>
  run(
    'SELECT action, operator_id, case_id, media_id, note FROM moderation_log WHERE user_id = $1 ORDER BY at, id',
    [userId],
  );

async function onlyCase(): Promise<ModerationCase> {
  const { items } = await list();
  const [found] = items;
  if (!found || items.length > 1) throw new Error(`There are ${String(items.length)} cases`);
  return found;
}

describe('the queue', () => {
  it('is for operators alone, by what the database says at that moment', async () => {
    const kim = await signUpPerson(context.app.url);
    const look = () => context.api.call('/moderation/cases', { token: kim.token });
    const path = `/moderation/cases/${randomUUID()}`;
    expectProblem(await look(), 'forbidden');
    expectProblem(await post(kim, `${path}/claim`), 'forbidden');
    expectProblem(await post(kim, `${path}/decision`, { action: 'DISMISS' }), 'forbidden');
    expectProblem(await context.api.call('/moderation/cases'), 'unauthenticated');

    expect(await context.moderation.setRole(kim.user.email, 'operator')).toBe(true);
    expect((await look()).status).toBe(200);
    expectProblem(await post(kim, `${path}/claim`), 'not-found');
    expect(await context.moderation.setRole(kim.user.id, 'member')).toBe(true);
    expectProblem(await look(), 'forbidden');
    expect(await context.moderation.setRole(kim.user.id, 'member')).toBe(false);
    expect((await logged(kim.user.id)).map(({ action }) => action)).toEqual(['APPOINT', 'DISCHARGE']);
  });

  it('has the most urgent first, then the oldest, page by page, with item and reports', async () => {
    const [spam, child, hate] = [
      await context.publish(ada),
      await context.publish(ada),
      await context.publish(ada),
    ];
    await report(bob, spam);
    await report(bob, child, 'CHILD_SAFETY');
    await post(bob, `/media/${hate}/reports`, { reason: 'HATE', text: 'See the flag' });

    const first = await list('?size=2');
    const rest = await list(`?size=2&cursor=${first.nextCursor ?? ''}`);

    const cases = [...first.items, ...rest.items];
    expect(cases.map(({ subject }) => subject.id)).toEqual([child, hate, spam]);
    expect(rest.nextCursor).toBeNull();
    expect(cases[1]).toMatchObject({
      state: 'OPEN',
      urgency: 2,
      subject: {
        kind: 'MEDIA',
        user: { id: ada.user.id, name: ada.user.name },
        isSuspended: false,
        item: { id: hate },
      },
      reportsCount: 1,
      reports: [{ reason: 'HATE', text: 'See the flag', reporter: { id: bob.user.id, name: bob.user.name } }],
      claim: null,
      decision: null,
    });
    expect((await list('?state=DECIDED')).items).toEqual([]);
    expectProblem(await context.api.call('/moderation/cases?cursor=x', { token: olga.token }), 'validation');
  });
});

describe('a case', () => {
  it('is taken on by one operator, however many try, and free again when the time is over', async () => {
    await report(bob, await context.publish(ada));
    const found = await onlyCase();

    const answers = await Promise.all([
      claim(olga, found),
      claim(otto, found),
      claim(olga, found),
      claim(otto, found),
    ]);
    const claimed = answers.filter(({ status }) => status === 200);
    expect(claimed).toHaveLength(2);
    const { claim: mine } = moderationCaseSchema.parse(claimed[0]?.body);
    const [winner, loser] = mine?.operator.id === olga.user.id ? [olga, otto] : [otto, olga];

    expectProblem(await claim(loser, found), 'case-conflict');
    expectProblem(await decide(loser, found, { action: 'DISMISS' }), 'case-conflict');
    await run('UPDATE moderation_cases SET claimed_until = now()');
    expectProblem(await decide(winner, found, { action: 'DISMISS' }), 'case-conflict');
    expect((await onlyCase()).claim).toBeNull();
    expect((await claim(loser, found)).status).toBe(200);
    expectProblem(await decide(winner, found, { action: 'DISMISS' }), 'case-conflict');
    expect((await decide(loser, found, { action: 'DISMISS' })).status).toBe(200);
    expectProblem(await decide(loser, found, { action: 'REMOVE' }), 'case-conflict');
    expectProblem(await claim(loser, found), 'case-conflict');
  });

  it('that is dismissed leaves the item, tells the reporter, and leaves room for another', async () => {
    const id = await context.publish(ada);
    await report(bob, id);
    const found = await onlyCase();
    await claim(olga, found);

    const decided = read(
      await decide(olga, found, { action: 'DISMISS', note: 'Art' }),
      200,
      moderationCaseSchema,
    );

    expect(decided).toMatchObject({
      state: 'DECIDED',
      claim: null,
      decision: { action: 'DISMISS', operator: { id: olga.user.id } },
    });
    expect((await context.api.item(id)).status).toBe('READY');
    expect(await outcomesOf(bob, id)).toEqual(['NO_ACTION']);
    expect((await list('?state=DECIDED')).items.map((each) => each.id)).toEqual([found.id]);
    await report(otto, id);
    expect((await onlyCase()).id).not.toBe(found.id);
  });

  it('that ends in a removal takes the item out of every answer, with all that is noted of it', async () => {
    const id = await context.publish(ada);
    await report(bob, id);
    const found = await onlyCase();
    await claim(olga, found);

    const grounds = { reason: 'HATE', text: 'It shows a flag\nthat is banned.' };
    const nonsense = await decide(olga, found, { action: 'REMOVE', reason: 'DULL' });
    expect(pathsOf(expectProblem(nonsense, 'validation'))).toEqual(['reason']);
    const decided = read(
      await decide(olga, found, { action: 'REMOVE', note: 'Rule 3', ...grounds }),
      200,
      moderationCaseSchema,
    );

    expect(decided.subject.item).toMatchObject({ status: 'REMOVED', url: null });
    expect(decided.history[0]).toMatchObject({
      action: 'REMOVE',
      mediaId: id,
      operator: { id: olga.user.id },
    });
    expectProblem(await context.api.call(`/media/${id}`), 'not-found');
    expect(await context.objects.keysOf(id)).toEqual([]);
    expect(await wrongCounts(context.app.database)).toEqual([]);
    expect(await outcomesOf(bob, id)).toEqual(['ACTION_TAKEN']);
    const own = await context.api.item(id, ada);
    expect(own.removal).toMatchObject({ ...grounds, appeal: null, at: own.timeline?.at(-1)?.at });
    expect(JSON.stringify(own)).not.toContain('Rule 3');
    expect(JSON.stringify(decided.subject.item)).not.toContain('flag');
    expect((await logged(ada.user.id)).at(-1)).toEqual({
      action: 'REMOVE',
      operator_id: olga.user.id,
      case_id: found.id,
      media_id: id,
      note: 'Rule 3',
    });
  });

  it('that ends in a suspension ends every case about that person', async () => {
    const kim = await signUpPerson(context.app.url);
    const items = [await context.publish(kim), await context.publish(kim)];
    for (const id of items) await report(bob, id);
    await post(bob, `/users/${kim.user.id}/reports`, { reason: 'SPAM' });
    const { items: cases } = await list();
    const found = cases.find(({ subject }) => subject.kind === 'USER');
    if (!found) throw new Error('No case about the person');
    await claim(olga, found);
    expect(pathsOf(expectProblem(await decide(olga, found, { action: 'REMOVE' }), 'validation'))).toEqual([
      'action',
    ]);

    expect((await decide(olga, found, { action: 'SUSPEND' })).status).toBe(200);

    expect((await list()).items).toEqual([]);
    for (const id of items) expectProblem(await context.api.call(`/media/${id}`), 'not-found');
    expect(await context.column('users', 'suspended_at', kim.user.id)).not.toBeNull();
    expect((await list('?state=DECIDED')).items.map(({ decision }) => decision?.action)).toEqual([
      'SUSPEND',
      'SUSPEND',
      'SUSPEND',
    ]);
  });

  it('reaches what its owner hides by leaving, and what was decided stays when they come back', async () => {
    const kim = await signUpPerson(context.app.url);
    const [reported, other] = [await context.publish(kim), await context.publish(kim)];
    expect((await report(bob, reported, 'ILLEGAL')).status).toBe(201);
    const leave = { method: 'DELETE', token: kim.token, body: { password: kim.password } };
    expect((await context.api.call('/users/me', leave)).status).toBe(202);

    expect((await context.api.item(reported, kim)).removal).toBeNull();
    const found = await onlyCase();
    expect((await claim(olga, found)).status).toBe(200);
    expect((await decide(olga, found, { action: 'REMOVE', note: 'seen' })).status).toBe(200);
    expect((await context.api.item(reported, kim)).removal).toMatchObject({ reason: 'OTHER', text: null });
    expect(await context.api.item(other, kim)).toMatchObject({ status: 'REMOVED', removal: null });

    expect(await logged(kim.user.id)).toMatchObject([{ action: 'REMOVE', media_id: reported, note: 'seen' }]);
    expect(await context.objects.keysOf(reported)).toEqual([]);
    expect(await context.objects.keysOf(other)).not.toEqual([]);
    expect((await post(kim, '/users/me/restore', { password: kim.password })).status).toBe(200);
    expectProblem(await context.api.call(`/media/${reported}`), 'not-found');
    expect((await context.api.call(`/media/${other}`)).status).toBe(200);
    expect(await wrongCounts(context.app.database)).toEqual([]);
  });

  it('that ends in a suspension takes the files of somebody who is leaving', async () => {
    const kim = await signUpPerson(context.app.url);
    const item = await context.publish(kim);
    const leave = { method: 'DELETE', token: kim.token, body: { password: kim.password } };
    expect((await context.api.call('/users/me', leave)).status).toBe(202);

    expect(await context.moderation.suspend(kim.user.id)).toMatchObject({ items: 1 });

    expect(await context.objects.keysOf(item)).toEqual([]);
    expect(await wrongCounts(context.app.database)).toEqual([]);
  });

  it('about an operator is another operator’s', async () => {
    await post(bob, `/users/${olga.user.id}/reports`, { reason: 'HARASSMENT' });
    const found = await onlyCase();

    expectProblem(await claim(olga, found), 'case-conflict');
    expect((await claim(otto, found)).status).toBe(200);
  });

  it('ends with a takedown by command, and stays readable once the item and its owner’s name are gone', async () => {
    const id = await context.publish(ada);
    await report(bob, id);
    await context.moderation.takeDown(id);

    expect((await list()).items).toEqual([]);
    expect(await outcomesOf(bob, id)).toEqual(['ACTION_TAKEN']);
    await context.api.call(`/media/${id}`, { method: 'DELETE', token: ada.token });
    const [decided] = (await list('?state=DECIDED')).items;
    expect(decided).toMatchObject({
      subject: { id, item: null },
      decision: { action: 'REMOVE', operator: null },
    });
  });
});

describe('the log of what operators did', () => {
  it.each(['UPDATE moderation_log SET note = NULL', 'DELETE FROM moderation_log', 'TRUNCATE moderation_log'])(
    'refuses %s, from the owner of the table too',
    async (statement) => {
      await expect(run(statement)).rejects.toThrow('Rows of moderation_log are never changed');
    },
  );
});

async function outcomesOf(person: Person, id: string): Promise<string[]> {
  const answer = await context.api.call('/users/me/reports', { token: person.token });
  return read(answer, 200, ownReportsSchema)
    .items.filter(({ subject }) => subject.id === id)
    .map(({ outcome }) => outcome);
}
