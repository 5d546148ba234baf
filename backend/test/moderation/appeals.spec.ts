/** What owners answer to a removal, and what operators make of it. */
import { hash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  casesPageSchema,
  type ModerationCase,
  moderationCaseSchema,
  mediaItemSchema,
} from '@media-feed/contract';
import { ProcessingLambda } from '../../src/media/storage/processing-lambda.ts';
import { EventReader } from '../media/support/event-reader.ts';
import { read } from '../media/support/media-api.ts';
import { eventually } from '@media-feed/testing/eventually';
import { expectProblem, pathsOf } from '../support/http.ts';
import { type Person, signUpPerson } from '../support/people.ts';
import { ModerationContext } from './support/context.ts';

let context: ModerationContext;
let ada: Person;
let bob: Person;
let olga: Person;

beforeAll(async () => {
  context = await ModerationContext.start();
  [ada, bob, olga] = await Promise.all([
    signUpPerson(context.app.url),
    signUpPerson(context.app.url),
    signUpPerson(context.app.url),
  ]);
  await context.moderation.setRole(olga.user.id, 'operator');
});
beforeEach(() => run('DELETE FROM moderation_cases WHERE id IS NOT NULL'));
afterAll(() => context.close());

const run = (text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> =>
  context.app.database.query({ name: `test_${hash('md5', text)}`, text }, values);
const post = (person: Person, path: string, body?: unknown) =>
  context.api.call(path, { method: 'POST', token: person.token, ...(body !== undefined && { body }) });
const appeal = (person: Person, id: string, text: unknown = 'It is a museum') =>
  post(person, `/media/${id}/appeal`, { text });
const takenDown = async (): Promise<string> => {
  const id = await context.publish(ada);
  await context.moderation.takeDown(id, 'seen', 'HATE');
  return id;
};
const restoreBy = (person: Person, id: string) =>
  context.api.call(`/moderation/media/${id}/removal`, { method: 'DELETE', token: person.token });
const decide = (found: ModerationCase, action: string) =>
  post(olga, `/moderation/cases/${found.id}/decision`, { action });

async function claimOnly(): Promise<ModerationCase> {
  const page = await context.api.call('/moderation/cases', { token: olga.token });
  const [found] = read(page, 200, casesPageSchema).items;
  if (!found) throw new Error('There is no case');
  return read(await post(olga, `/moderation/cases/${found.id}/claim`), 200, moderationCaseSchema);
}

describe('an answer to a removal', () => {
  it('is given once, within 30 days, by the owner, and reaches the queue', async () => {
    const id = await takenDown();
    const before = await context.api.item(id, ada);
    const days =
      (Date.parse(before.removal?.until ?? '') - Date.parse(before.removal?.at ?? '')) / 86_400_000;
    expect(Math.round(days)).toBe(30);
    expect(before.removal).toMatchObject({ reason: 'HATE', appeal: null });

    for (const text of ['', 'x'.repeat(2001), 7]) {
      expect(pathsOf(expectProblem(await appeal(ada, id, text), 'validation'))).toEqual(['text']);
    }
    expectProblem(await appeal(bob, id), 'not-found');
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => appeal(ada, id, ' It is\r\na museum ')),
    );
    const [first, ...others] = answers.sort((a, b) => a.status - b.status);
    if (!first) throw new Error('No answer');
    expect(read(first, 201, mediaItemSchema).removal?.appeal).toMatchObject({
      text: 'It is\na museum',
      outcome: 'OPEN',
    });
    for (const other of others) expectProblem(other, 'not-appealable');

    const found = await claimOnly();
    expect(found).toMatchObject({
      urgency: 2,
      subject: { kind: 'MEDIA', id },
      appeal: { text: 'It is\na museum', removedFor: 'HATE', removalText: null },
      reportsCount: 0,
    });
    expect(pathsOf(expectProblem(await decide(found, 'DISMISS'), 'validation'))).toEqual(['action']);
  });

  it('is not taken for what is public, was removed long ago, or is on its way back', async () => {
    const published = await context.publish(ada);
    expectProblem(await appeal(ada, published), 'not-appealable');
    expectProblem(await appeal(bob, published), 'not-found');
    const old = await takenDown();
    await run(`UPDATE media SET removed_at = now() - interval '30 days' WHERE id = $1`, [old]);
    expectProblem(await appeal(ada, old), 'not-appealable');
  });

  it('that is not followed is told in the item, and to open pages', async () => {
    const id = await takenDown();
    await appeal(ada, id);
    const found = await claimOnly();
    const reader = await EventReader.open(context.app.url, ada);

    const decided = read(await decide(found, 'UPHOLD'), 200, moderationCaseSchema);

    expect(decided.decision?.action).toBe('UPHOLD');
    expect((await context.api.item(id, ada)).removal?.appeal?.outcome).toBe('UPHELD');
    await eventually(() => reader.events.some(({ data }) => JSON.stringify(data).includes('"UPHELD"')));
    reader.close();
    expectProblem(await appeal(ada, id), 'not-appealable');
    const log = await run('SELECT action FROM moderation_log WHERE media_id = $1 ORDER BY at, id', [id]);
    expect(log.map(({ action }) => action)).toEqual(['REMOVE', 'UPHOLD']);
  });

  it('that is followed has the item restored, and so has restoring it otherwise', async () => {
    const asked = jest.spyOn(context.app.app.get(ProcessingLambda), 'restore').mockResolvedValue(undefined);
    const [byCase, otherwise] = [await takenDown(), await takenDown()];
    await appeal(ada, byCase);
    const found = await claimOnly();
    expect(read(await decide(found, 'RESTORE'), 200, moderationCaseSchema).decision?.action).toBe('RESTORE');
    await appeal(ada, otherwise);
    expect((await restoreBy(olga, otherwise)).status).toBe(204);

    expect(asked.mock.calls.map(([{ mediaId }]) => mediaId)).toEqual([byCase, otherwise]);
    const page = await context.api.call('/moderation/cases', { token: olga.token });
    expect(read(page, 200, casesPageSchema).items).toEqual([]);
    asked.mockRestore();
  });
});

it('a decision of reports is none of theirs', async () => {
  const id = await context.publish(ada);
  await post(bob, `/media/${id}/reports`, { reason: 'SPAM' });
  const found = await claimOnly();
  for (const action of ['UPHOLD', 'RESTORE']) {
    expect(pathsOf(expectProblem(await decide(found, action), 'validation'))).toEqual(['action']);
  }
});
