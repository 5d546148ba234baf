/** The feed of a tag, and how tags are completed: exact whatever comes, goes and is edited. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { tagsSchema } from '@media-feed/contract';
import { Reconciler } from '../../src/reconciliation/reconciler.ts';
import { ModerationRepository } from '../../src/moderation/moderation.repository.ts';
import { MediaApi, read, withQuery } from '../media/support/media-api.ts';
import { emptyFeed, seedFeed } from '../media/support/seed.ts';
import { expectProblem, pathsOf } from '../support/http.ts';
import { type Person, signUpPerson } from '../support/people.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let api: MediaApi;
let ada: Person;

beforeAll(async () => {
  app = await startTestApp({ role: 'api', feedCacheMilliseconds: 0 });
  api = new MediaApi(app.url);
  ada = await signUpPerson(app.url);
});
afterAll(() => app.close());
beforeEach(() => emptyFeed(app.database));

const seed = (...captions: string[]) =>
  seedFeed(
    app.database,
    captions.map((caption, index) => ({
      uploaderId: ada.user.id,
      caption,
      type: index % 2 === 0 ? ('IMAGE' as const) : ('VIDEO' as const),
      publishedAt: Date.UTC(2026, 0, 1) + index * 40_000,
    })),
  );
const complete = async (params: Record<string, string | number> = {}) =>
  read(await api.call(withQuery('/media/tags', params)), 200, tagsSchema).tags.map(
    ({ tag, itemsCount }) => `${tag} ${String(itemsCount)}`,
  );
const ofTag = async (tag: string, params = {}) => {
  const { items, total } = await api.page({ tag, ...params });
  expect(items.length).toBe(total);
  return items.map(({ id }) => id);
};

/** What the index holds that the captions do not say, or the other way round. */
const drift = async () => (await app.app.get(Reconciler).reconcile({ dryRun: true, whole: true }))?.repairs;

describe('the feed of a tag', () => {
  it('has whatever is tagged so in any spelling, newest first, by type too', async () => {
    const [first, second, third] = await seed(
      '#Straße',
      'in #STRASSE',
      '#strasse #ﬁsh',
      'strasse',
      '#strassen',
    );
    for (const tag of ['Straße', '#strasse', 'STRASSE']) {
      expect(await ofTag(tag)).toEqual([third, second, first]);
    }
    expect(await ofTag('FISH')).toEqual([third]);
    expect(await ofTag('strasse', { type: 'VIDEO' })).toEqual([second]);
    expect(await ofTag('strasse', { type: 'AUDIO' })).toEqual([]);
    expect(await ofTag('none')).toEqual([]);
  });

  it('is read by page and by cursor, with exact totals', async () => {
    const ids = await seed(...Array.from({ length: 45 }, (_, index) => (index % 3 === 2 ? '#b' : '#a #b')));
    const tagged = ids.filter((_, index) => index % 3 !== 2).reverse();
    expect((await api.walk({ tag: 'a', size: 4 })).map(({ id }) => id)).toEqual(tagged);
    for (const page of [1, 2, 5, 8, 9]) {
      const { items, total, totalPages } = await api.page({ tag: 'a', size: 4, page });
      expect(items.map(({ id }) => id)).toEqual(tagged.slice((page - 1) * 4, page * 4));
      expect([total, totalPages]).toEqual([30, 8]);
    }
    const ofType = (await api.walk({ tag: 'b', size: 7, type: 'VIDEO' })).map(({ id }) => id);
    expect(ofType).toEqual(ids.filter((_, index) => index % 2 === 1).reverse());
  });

  it('follows edits, deletions, takedowns and restorations', async () => {
    const [one = '', two = '', three = ''] = await seed('#sea #sky', '#sea', '#Sea');
    await api.call(`/media/${one}`, { method: 'PATCH', token: ada.token, body: { caption: '#sky #dusk' } });
    expect([await ofTag('sea'), await ofTag('dusk')]).toEqual([[three, two], [one]]);
    await api.call(`/media/${two}`, { method: 'DELETE', token: ada.token });
    await app.app
      .get(ModerationRepository)
      .takeDown(three, { reason: 'SPAM', note: undefined, text: undefined });
    expect([await ofTag('sea'), await ofTag('sky')]).toEqual([[], [one]]);
    expect(await complete()).toEqual(['dusk 1', 'sky 1']);
    await app.database.query(
      {
        name: 'test_restore',
        text: `UPDATE media SET status = 'READY', removed_at = NULL,
      removal_cause = NULL, removal_code = NULL WHERE id = $1`,
      },
      [three],
    );
    expect(await ofTag('SEA')).toEqual([three]);
    expect(await complete({ prefix: 's' })).toEqual(['Sea 1', 'sky 1']);
    const { 'tags-corrected': items, 'tag-counts-corrected': counts } = (await drift()) ?? {};
    expect([items, counts]).toEqual([undefined, undefined]);
  });

  it('stays exact where many edit and delete at once', async () => {
    const ids = await seed(...Array.from({ length: 24 }, (_, index) => `#a #b #c${String(index % 4)}`));
    const captions = ['#a', '#b #a', '#c1 #c0', '#d #c3 #a', null];
    const answers = await Promise.all(
      ids.flatMap((id, index) => [
        api.call(`/media/${id}`, {
          method: 'PATCH',
          token: ada.token,
          body: { caption: captions[index % 5] },
        }),
        ...(index % 6 === 0 ? [api.call(`/media/${id}`, { method: 'DELETE', token: ada.token })] : []),
      ]),
    );
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    const repairs = await drift();
    expect([repairs?.['tags-corrected'], repairs?.['tag-counts-corrected']]).toEqual([undefined, undefined]);
  });

  it.each([
    [{ tag: '' }, ['tag']],
    [{ tag: 'a b' }, ['tag']],
    [{ tag: '2026' }, ['tag']],
    [{ tag: "'; --" }, ['tag']],
    [{ tag: 'x'.repeat(101) }, ['tag']],
    [{ tag: 'a', liked: 'true' }, ['tag']],
    [{ tag: 'a', cursor: 'x' }, ['cursor']],
  ])('refuses %j', async (params, paths) => {
    const answer = await api.call(withQuery('/media', params), { token: ada.token });
    expect(pathsOf(expectProblem(answer, 'validation'))).toEqual(paths);
  });
});

describe('completion', () => {
  it('has the most used first, as first written, without regard to case', async () => {
    await seed('#Sea #sky', '#sea #Säule', '#SEA #summer_20', '#42nd');
    expect(await complete()).toEqual(['Sea 3', '42nd 1', 'sky 1', 'summer_20 1', 'Säule 1']);
    expect(await complete({ prefix: 'S', size: 2 })).toEqual(['Sea 3', 'sky 1']);
    expect(await complete({ prefix: '#sä' })).toEqual(['Säule 1']);
    expect(await complete({ prefix: '4' })).toEqual(['42nd 1']);
    expect(await complete({ prefix: 'summer_' })).toEqual(['summer_20 1']);
    expect(await complete({ prefix: 'x' })).toEqual([]);
  });

  it('has a bound, and the most used all the same', async () => {
    const names = Array.from({ length: 2_300 }, (_, index) => `#p${String(index).padStart(5, '0')}`);
    const captions = Array.from({ length: 77 }, (_, n) => names.slice(n * 30, n * 30 + 30).join(' '));
    await seed(...captions, '#p02299', '#p02299 #q', '#p02298');
    expect(await complete({ prefix: 'p', size: 3 })).toEqual(['p02299 3', 'p02298 2', 'p00000 1']);
  });

  it.each(['%', '_%\\', 'a b', "'", 'x'.repeat(101)])('refuses the prefix %j', async (prefix) => {
    const answer = await api.call(withQuery('/media/tags', { prefix }));
    if (prefix.startsWith('_')) expectProblem(answer, 'validation');
    else expect(pathsOf(expectProblem(answer, 'validation'))).toEqual(['prefix']);
  });
});

describe('the reconciler', () => {
  it('repairs the index and the counts of tags, and repeats nothing', async () => {
    const [one, two] = await seed('#sea #sky', '#sea', '#dusk');
    await app.database.query({ name: 'test_drift_1', text: 'DELETE FROM media_tags WHERE media_id = $1' }, [
      one,
    ]);
    await app.database.query({
      name: 'test_drift_2',
      text: `UPDATE tag_counts SET items = 7 WHERE key = 'dusk'`,
    });
    await app.database.query({ name: 'test_drift_3', text: `DELETE FROM tags WHERE key = 'sea'` });
    const report = await app.app.get(Reconciler).reconcile({ whole: true });
    expect(report?.repairs).toMatchObject({ 'tags-corrected': 1, 'tag-counts-corrected': 1 });
    expect([await ofTag('sea'), await ofTag('sky')]).toEqual([[two, one], [one]]);
    expect(await complete()).toEqual(['sea 2', 'dusk 1', 'sky 1']);
    const again = (await drift()) ?? {};
    expect([again['tags-corrected'], again['tag-counts-corrected']]).toEqual([undefined, undefined]);
  });
});
