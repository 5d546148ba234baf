/** What the database itself refuses. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mediaStatuses, type MediaStatus } from '@media-feed/contract';
import { v7 as uuidv7 } from 'uuid';
import { canMove } from '../../src/media/media-status.ts';
import { type Person, signUpPerson } from '../support/people.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let ada: Person;

beforeAll(async () => {
  app = await startTestApp({ role: 'api' });
  ada = await signUpPerson(app.url);
});
afterAll(() => app.close());

const columns: Readonly<Record<MediaStatus, string>> = {
  PENDING: '',
  READY: `, published_at = now(), mime_type = 'image/png', renditions = '[1]'`,
  REMOVED: `, removed_at = now(), published_at = now(), mime_type = 'image/png', renditions = '[1]'`,
  REJECTED: `, rejected_at = now(), rejection_reason = 'CORRUPT', rejection_detail = 'x'`,
  EXPIRED: ', expired_at = now()',
};

/** One row that is brought to a status by moves that are allowed, then changed once. */
async function change(from: MediaStatus, assignments: string): Promise<void> {
  const id = uuidv7();
  const path = from === 'REMOVED' ? (['READY', 'REMOVED'] as const) : [from];
  const steps = [
    `INSERT INTO media (id, uploader_id, type, declared_mime_type, file_name, size, url_expires_at, deadline_at)
     VALUES ('${id}', '${ada.user.id}', 'IMAGE', 'image/png', 'a.png', 1, now(), now())`,
    ...path.map((status) => `UPDATE media SET status = '${status}'${columns[status]} WHERE id = '${id}'`),
    `UPDATE media SET ${assignments} WHERE id = '${id}'`,
  ];
  for (const text of steps) await app.database.query({ name: `test_${uuidv7()}`, text });
}

const moves = mediaStatuses.flatMap((from) => mediaStatuses.map((to) => [from, to] as const));

describe('the database', () => {
  it.each(moves.filter(([from, to]) => from !== to))(
    'says of %s → %s what media-status.ts says',
    async (from, to) => {
      const others = mediaStatuses
        .filter((status) => status !== to)
        .map(
          (status) =>
            ({ EXPIRED: ', expired_at = NULL', REJECTED: ', rejected_at = NULL, rejection_reason = NULL' })[
              status as string
            ] ?? '',
        )
        .join('');
      const renditions = to === 'READY' || to === 'REMOVED' ? '' : `, renditions = '[]'`;
      const changing = change(from, `status = '${to}'${columns[to]}${others}${renditions}`);
      if (canMove(from, to)) await changing;
      else await expect(changing).rejects.toThrow(`cannot move from ${from} to ${to}`);
    },
  );

  it('lets nobody bring a tombstone back or inspect it', async () => {
    await expect(change('PENDING', 'deleted_at = now()')).resolves.toBeUndefined();
    const id = uuidv7();
    await app.database.query({
      name: 'test_tombstone',
      text: `INSERT INTO media (id, uploader_id, type, declared_mime_type, file_name, size, url_expires_at,
                                deadline_at, deleted_at)
             VALUES ('${id}', '${ada.user.id}', 'IMAGE', 'image/png', '', 1, now(), now(), now())`,
    });
    for (const assignment of ['deleted_at = NULL', `status = 'EXPIRED', expired_at = now()`]) {
      const text = `UPDATE media SET ${assignment} WHERE id = '${id}'`;
      await expect(app.database.query({ name: `test_${uuidv7()}`, text })).rejects.toThrow('is deleted');
    }
  });

  const rejects = `status = 'REJECTED', rejected_at = now(), rejection_reason = 'CORRUPT', rejection_detail = 'x'`;
  it.each([
    ['an object of an item that is not inspected', 'PENDING', `renditions = '[1]'`],
    ['READY without an object', 'PENDING', `status = 'READY', published_at = now(), mime_type = 'image/png'`],
    ['a rejection without a reason', 'PENDING', `status = 'REJECTED', rejected_at = now()`],
    [
      'a reason without a rejection',
      'PENDING',
      `rejection_reason = 'CORRUPT', rejection_detail = 'x', rejected_at = now()`,
    ],
    ['parameters without a rejection', 'READY', `rejection_parameters = '{}'`],
    ['parameters that are no object', 'PENDING', `${rejects}, rejection_parameters = '[]'`],
    [
      'parameters without a bound',
      'PENDING',
      `${rejects}, rejection_parameters = jsonb_build_object('a', repeat('x', 40000))`,
    ],
    ['notices of an item that is not published', 'PENDING', `notices = '[]'`],
    ['notices that are no list', 'READY', `notices = '{}'`],
    ['notices without a bound', 'READY', `notices = jsonb_build_array(repeat('x', 40000))`],
    ['tags of a sound that are no object', 'READY', `sound_tags = '[]'`],
    ['a SHA-256 that is none', 'READY', `sha256 = '\\x0123'`],
    ['fewer likes than none', 'READY', 'likes_count = -1'],
    ['a type that it does not know', 'READY', `type = 'TEXT'`],
    ['a size of nothing', 'PENDING', 'size = 0'],
  ] as const)('refuses %s', async (_what, from, assignments) => {
    await expect(change(from, assignments)).rejects.toMatchObject({ code: '23514' });
  });
});
