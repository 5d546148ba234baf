/** What people report, and what they see of it. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ownReportsSchema, reportSchema } from '@media-feed/contract';
import { read } from '../media/support/media-api.ts';
import { expectProblem, pathsOf } from '../support/http.ts';
import { type Person, signUpPerson } from '../support/people.ts';
import { ModerationContext } from './support/context.ts';

let context: ModerationContext;
let ada: Person;
let bob: Person;
let kim: Person;
let mediaId: string;

beforeAll(async () => {
  context = await ModerationContext.start();
  [ada, bob, kim] = await Promise.all([
    signUpPerson(context.app.url),
    signUpPerson(context.app.url),
    signUpPerson(context.app.url),
  ]);
  mediaId = await context.publish(ada);
});
afterAll(() => context.close());

const report = (person: Person, subject: string, body: unknown = { reason: 'SPAM' }) =>
  context.api.call(`${subject}/reports`, { method: 'POST', token: person.token, body });
const own = async (person: Person, query = '') =>
  read(await context.api.call(`/users/me/reports${query}`, { token: person.token }), 200, ownReportsSchema);
const cases = (subjectId: string) =>
  context.app.database.query(
    {
      name: 'test_cases',
      text: `SELECT urgency, (SELECT count(*)::int FROM moderation_reports r WHERE r.case_id = c.id) AS reports
             FROM moderation_cases c WHERE subject_id = $1 ORDER BY opened_at`,
    },
    [subjectId],
  );

describe('a report', () => {
  it('of an item is kept once a person, and the first one stays', async () => {
    const body = { reason: 'HATE', text: ' first line\r\nsecond ' };
    const first = read(await report(bob, `/media/${mediaId}`, body), 201, reportSchema);
    const again = read(await report(bob, `/media/${mediaId}`, { reason: 'SPAM' }), 200, reportSchema);

    expect(first).toEqual({
      subject: { kind: 'MEDIA', id: mediaId, userName: ada.user.name },
      reason: 'HATE',
      outcome: 'OPEN',
      createdAt: first.createdAt,
    });
    expect(again).toEqual(first);
    expect(await cases(mediaId)).toEqual([{ urgency: 2, reports: 1 }]);
    const [kept] = await context.app.database.query<{ text: string }>(
      { name: 'test_report_text', text: 'SELECT text FROM moderation_reports WHERE subject_id = $1' },
      [mediaId],
    );
    expect(kept?.text).toBe('first line\nsecond');
  });

  it('joins the open case, which is as urgent as the most urgent of them', async () => {
    const id = await context.publish(ada);
    await Promise.all([
      ...Array.from({ length: 5 }, () => report(bob, `/media/${id}`)),
      report(kim, `/media/${id}`, { reason: 'CHILD_SAFETY' }),
    ]);

    expect(await cases(id)).toEqual([{ urgency: 3, reports: 2 }]);
  });

  it('of a person is seen by its reporter alone, newest first, page by page', async () => {
    read(await report(kim, `/users/${ada.user.id}`, { reason: 'PRIVACY', text: '' }), 201, reportSchema);
    const first = await own(kim, '?size=1');
    const second = await own(kim, `?size=1&cursor=${first.nextCursor ?? ''}`);

    expect([...first.items, ...second.items].map(({ subject }) => subject.kind)).toEqual(['USER', 'MEDIA']);
    expect(first.items[0]?.subject).toEqual({ kind: 'USER', id: ada.user.id, userName: ada.user.name });
    expect(second.nextCursor).toBeNull();
    expect((await own(ada)).items).toEqual([]);
  });

  it('is of what its reporter sees, and not of their own', async () => {
    const { mediaId: pending } = await context.api.presign(ada);
    const taken = await context.publish(ada);
    await context.moderation.takeDown(taken);

    for (const id of [pending, taken, randomUUID()]) {
      expectProblem(await report(bob, `/media/${id}`), 'not-found');
    }
    expectProblem(await report(bob, `/users/${randomUUID()}`), 'not-found');
    expectProblem(await report(ada, `/media/${mediaId}`), 'forbidden');
    expectProblem(await report(ada, `/users/${ada.user.id}`), 'forbidden');
  });

  it('has a reason of the list, and a text that can be read', async () => {
    const refused = async (body: unknown) =>
      pathsOf(expectProblem(await report(bob, `/media/${mediaId}`, body), 'validation'));
    expect(await refused({})).toEqual(['reason']);
    expect(await refused({ reason: 'BORING' })).toEqual(['reason']);
    expect(await refused({ reason: 'SPAM', text: 'x'.repeat(1001) })).toEqual(['text']);
    expect(await refused({ reason: 'SPAM', text: 'a\u0000' })).toEqual(['text']);
  });

  it('goes with its reporter', async () => {
    const gone = await signUpPerson(context.app.url);
    read(await report(gone, `/users/${ada.user.id}`), 201, reportSchema);
    await context.app.database.query({ name: 'test_delete_user', text: 'DELETE FROM users WHERE id = $1' }, [
      gone.user.id,
    ]);
    expect(await cases(ada.user.id)).toEqual([{ urgency: 2, reports: 1 }]);
  });
});
