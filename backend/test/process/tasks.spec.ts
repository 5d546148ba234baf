/** The commands that an operator runs: what they print, and that they end. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DeadLetters } from '../media/support/queues.ts';
import { signUpPerson } from '../support/people.ts';
import { type Build, buildProgram, environmentOf, startProgram } from '../support/program.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { MediaApi } from '../media/support/media-api.ts';
import { seedFeed } from '../media/support/seed.ts';

let build: Build;
let app: TestApp;
let dead: DeadLetters;

beforeAll(async () => {
  [build, app] = await Promise.all([buildProgram(), startTestApp({ role: 'api' })]);
  dead = await DeadLetters.of(app.config, app.config.resultsQueueUrl, 5);
});
afterAll(async () => {
  await app.close();
  await Promise.all([dead.close(), build.remove()]);
});

async function run(file: string, ...args: string[]): Promise<{ code: number | string; output: string }> {
  const environment = { ...environmentOf(app.config), DEAD_LETTERS_QUEUE_URL: dead.url };
  const program = startProgram(build.file(file), environment, args);
  const code = await program.ended;
  return { code, output: program.output() };
}

it('reconciling says each repair and a table, and a dry run leaves it to do', async () => {
  const person = await signUpPerson(app.url);
  const { mediaId } = await new MediaApi(app.url).presign(person);
  await app.database.query({ name: 'test_past', text: 'UPDATE media SET deadline_at = now()' });

  const dry = await run('reconcile.js', '--dry-run');
  expect(dry.code).toBe(0);
  expect(dry.output).toContain(`would be upload-expired  mediaId=${mediaId}`);
  expect(dry.output).toMatch(/Nothing was changed.*\n[^]*upload-expired +1\n/);

  const real = await run('reconcile.js');
  expect(real.code).toBe(0);
  expect(real.output).toContain(`upload-expired  mediaId=${mediaId}`);
  expect((await run('reconcile.js')).output).toMatch(/upload-expired +0\n/);
});

it('reconciling fails when storage is unavailable, and says so', async () => {
  const environment = { ...environmentOf(app.config), STORAGE_ENDPOINT: 'http://127.0.0.1:1' };
  const program = startProgram(build.file('reconcile.js'), environment);
  expect(await program.ended).toBe(1);
  expect(program.output()).toContain('failed: orphan objects: ');
});

it('dead letters are shown with their reason, and those that nobody could take stay', async () => {
  expect((await run('dead-letters.js', 'list')).output).toContain('No dead letters.');
  await dead.put('{ bad');
  const listed = await run('dead-letters.js', 'list');
  expect(listed.code).toBe(0);
  expect(listed.output).toMatch(
    /results {2}received \d+× {2}The message is not JSON\n\n1 dead letters\. None was removed\./,
  );
  expect((await run('dead-letters.js', 'sideways')).code).toBe(1);
});

it('taking down says which item it wants, what is wrong with it, and that it is done', async () => {
  const person = await signUpPerson(app.url);
  const { mediaId } = await new MediaApi(app.url).presign(person);
  expect(await run('takedown.js', '')).toEqual({
    code: 1,
    output: expect.stringContaining('Usage: make takedown ID='),
  });
  expect(await run('takedown.js', mediaId)).toEqual({
    code: 1,
    output: `The item ${mediaId} is PENDING, and only READY ones are public.\n`,
  });
  const [published = ''] = await seedFeed(app.database, [{ uploaderId: person.user.id }]);
  expect((await run('takedown.js', published, '', 'DULL')).output).toContain('Codes: SPAM, ');
  const done = await run('takedown.js', published, 'A reason', 'SPAM');
  expect(done).toEqual({ code: 0, output: `${published} is taken down.\n` });
  expect((await run('takedown.js', published)).output).toBe(`${published} was taken down before.\n`);
});

it('restoring says which item it wants, what is wrong with it, and that it is under way', async () => {
  const person = await signUpPerson(app.url);
  const [published = ''] = await seedFeed(app.database, [{ uploaderId: person.user.id }]);
  expect(await run('restore.js')).toEqual({
    code: 1,
    output: expect.stringContaining('Usage: make restore ID='),
  });
  expect(await run('restore.js', '7')).toEqual({ code: 1, output: 'There is no item 7.\n' });
  expect((await run('restore.js', published)).output).toBe(
    `${published} is being restored, or was before.\n`,
  );
  await run('takedown.js', published);
  const done = await run('restore.js', published);
  expect([done.code, done.output]).toEqual([0, expect.stringMatching(/ is restored as soon as /)]);
});

it('suspending says whom it wants, and what it ended, once', async () => {
  const person = await signUpPerson(app.url);
  await new MediaApi(app.url).presign(person);
  expect((await run('suspend.js')).output).toContain('Usage: make suspend USER=');
  expect(await run('suspend.js', 'nobody')).toEqual({ code: 1, output: 'There is no user nobody.\n' });
  const { code, output } = await run('suspend.js', person.user.email, 'A reason');
  expect([code, output]).toEqual([
    0,
    `${person.user.id} is suspended.\n1 sessions ended, 0 items removed, 1 unfinished uploads ended.\n`,
  ]);
  expect((await run('suspend.js', person.user.id)).output).toMatch(/was suspended before\.\n0 sessions/);
});

it('inviting says how many and how long, gives a link that lets somebody in, and takes it back', async () => {
  const invite = async (...args: string[]) => {
    const environment = { ...environmentOf(app.config), WEB_ORIGINS: 'https://feed.example' };
    const program = startProgram(build.file('invite.js'), environment, args);
    return { code: await program.ended, output: program.output() };
  };
  for (const args of [['0'], ['1', '366'], ['1.5'], ['end'], ['end', 'x']]) {
    expect(await invite(...args)).toEqual({
      code: 1,
      output: expect.stringContaining('Usage: make invite USES='),
    });
  }
  const made = await invite('2', '');
  expect(made.output).toMatch(
    /^Invitation \S{36}, for 2 accounts until \S+Z:\nhttps:\/\/feed\.example\/sign-up#invitation=[\w-]{43}\n$/,
  );
  const [id = ''] = /(?<=Invitation )\S{36}/.exec(made.output) ?? [];
  const days = await app.database.query<{ days: string }>(
    {
      name: 'test_days',
      text: 'SELECT round(extract(epoch FROM expires_at - now()) / 86400) AS days FROM invitations WHERE id = $1',
    },
    [id],
  );
  expect(days).toEqual([{ days: '7' }]);
  expect(await invite('end', id)).toEqual({ code: 0, output: `Invitation ${id} is ended.\n` });
  expect(await invite('end', id)).toEqual({
    code: 1,
    output: `There is no invitation ${id}, or it has expired.\n`,
  });
  expect((await run('invite.js')).output).toBe(
    'Stopped: WEB_ORIGINS names no web app that a link could lead to.\n',
  );
});
