/** What is found by which words: at once, by any spelling, and at a cost that has a bound. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { searchPageSchema } from '@media-feed/contract';
import { Reconciler } from '../../src/reconciliation/reconciler.ts';
import { MediaApi, read, withQuery } from '../media/support/media-api.ts';
import { emptyFeed, seedFeed } from '../media/support/seed.ts';
import { expectProblem, pathsOf } from '../support/http.ts';
import { type Person, signUpPerson } from '../support/people.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let api: MediaApi;
let ada: Person;

beforeAll(async () => {
  app = await startTestApp({ role: 'api' });
  api = new MediaApi(app.url);
  ada = await signUpPerson(app.url);
});
afterAll(() => app.close());
beforeEach(() => emptyFeed(app.database));

const seed = (...captions: (string | undefined)[]) =>
  seedFeed(
    app.database,
    captions.map((caption, index) => ({
      uploaderId: ada.user.id,
      ...(caption !== undefined && { caption }),
      type: index % 2 === 0 ? ('IMAGE' as const) : ('VIDEO' as const),
      publishedAt: Date.UTC(2026, 0, 1) + index * 40_000,
    })),
  );
const search = async (q: string, params: Record<string, string | number> = {}, from = api) =>
  read(await from.call(withQuery('/media', { q, ...params })), 200, searchPageSchema);
/** Places, in the order in which they were seeded, of what is found; newest first. */
const found = async (ids: readonly string[], q: string, params = {}) =>
  (await search(q, params)).items.map(({ id }) => ids.indexOf(id));
const patch = (id: string, body: unknown) =>
  api.call(`/media/${id}`, { method: 'PATCH', token: ada.token, body });

describe('a search', () => {
  it('finds words in any order, the last by its beginning, and nothing else', async () => {
    const ids = await seed('A red door', 'doors, all red', 'a door', 'redder', undefined);
    expect(await found(ids, 'door red')).toEqual([0]);
    expect(await found(ids, 'red door')).toEqual([1, 0]);
    expect(await found(ids, 'red')).toEqual([3, 1, 0]);
    expect(await found(ids, 'RED do', { type: 'IMAGE' })).toEqual([0]);
    expect(await found(ids, 'blue')).toEqual([]);
  });

  it('knows phrases, and words that are not wanted', async () => {
    const ids = await seed('the old town', 'town, the old one', 'old', 'the-old-town again');
    expect(await found(ids, '"old town"')).toEqual([3, 0]);
    expect(await found(ids, '„old town“ -again')).toEqual([0]);
    expect(await found(ids, 'old -town')).toEqual([2]);
    expect(await found(ids, '-"old town"')).toEqual([2, 1]);
  });

  it('does not mind accents, case, width and composition, nor what stands around a word', async () => {
    const ids = await seed('Café au lait', 'STRASSE', 'ﬁsh & chips', '#Sunset_Beach', 'Ångström', 'don’t');
    expect(await found(ids, 'cafe')).toEqual([0]);
    expect(await found(ids, 'CAFE\u0301')).toEqual([0]);
    expect(await found(ids, 'straße')).toEqual([1]);
    expect(await found(ids, 'fish')).toEqual([2]);
    expect(await found(ids, '#beach')).toEqual([3]);
    expect(await found(ids, 'angstrom')).toEqual([4]);
    expect(await found(ids, "don't")).toEqual([5]);
  });

  it('reads scripts without spaces by pairs, and others by words', async () => {
    const ids = await seed(
      '夕焼けの海',
      '海岸',
      'สวัสดีชาวโลก',
      'नमस्ते दुनिया',
      'Красный закат',
      '안녕 세계',
      'が',
    );
    expect(await found(ids, '海')).toEqual([1, 0]);
    expect(await found(ids, '夕焼け')).toEqual([0]);
    expect(await found(ids, '焼海')).toEqual([]);
    expect(await found(ids, 'ชาว')).toEqual([2]);
    expect(await found(ids, 'नमस्ते')).toEqual([3]);
    expect(await found(ids, 'закат красный')).toEqual([4]);
    expect(await found(ids, '세계')).toEqual([5]);
    expect(await found(ids, 'か')).toEqual([]);
  });

  it('forgives a slip where no item has the word', async () => {
    const ids = await seed('a mountain lake', 'mountains', 'a fountain');
    expect(await found(ids, 'lake mountian')).toEqual([0]);
    expect(await found(ids, 'mountan')).toEqual([0]);
    expect(await found(ids, 'moutain')).toEqual([0]);
    expect(await found(ids, '"mountian"')).toEqual([]);
    expect(await found(ids, 'xyzzy')).toEqual([]);
  });

  it('finds alternative texts and names, and follows edits, deletions and new names', async () => {
    const [one = '', two = ''] = await seed('first', 'second');
    const ids = [one, two];
    await patch(one, { altText: 'Two gulls' });
    expect(await found(ids, 'gulls first')).toEqual([0]);
    await patch(one, { caption: 'changed', altText: null });
    expect(await found(ids, 'gulls')).toEqual([]);
    expect(await found(ids, 'first')).toEqual([]);
    expect(await found(ids, 'changed')).toEqual([0]);
    await api.call('/users/me', { method: 'PATCH', token: ada.token, body: { name: 'Zoë Quill' } });
    expect(await found(ids, 'quill zoe')).toEqual([1, 0]);
    await api.call(`/media/${two}`, { method: 'DELETE', token: ada.token });
    expect(await found(ids, 'zoe')).toEqual([0]);
  });

  it.each(['common', 'common other'])('of %s goes on by cursor, each once', async (q) => {
    const ids = await seed(...Array.from({ length: 25 }, (_, n) => (n % 5 === 0 ? 'rare' : 'common other')));
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await search(q, { size: 3, ...(cursor && { cursor }) });
      expect(page).toMatchObject({ size: 3, truncated: false });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual(ids.filter((_, n) => n % 5 !== 0).reverse());
  });

  it('answers what it has when its time is over, and goes on from there', async () => {
    const ids = await seed(...Array.from({ length: 1_100 }, (_, n) => (n < 3 ? 'only here' : 'elsewhere')));
    const hasty = await startTestApp({
      role: 'api',
      databaseUrl: app.config.databaseUrl,
      searchBudgetMilliseconds: 0,
    });
    try {
      const impatient = new MediaApi(hasty.url);
      const first = await search('-elsewhere', {}, impatient);
      expect(first).toMatchObject({ items: [], truncated: true });
      const second = await search('-elsewhere', { cursor: first.nextCursor ?? '' }, impatient);
      expect(second.items.map(({ id }) => id)).toEqual(ids.slice(0, 3).reverse());
      expect(second).toMatchObject({ truncated: false, nextCursor: null });
    } finally {
      await hasty.close();
    }
  });

  it.each([
    "'; DROP TABLE media; --",
    'a & !b | (c:* <-> d)',
    '%_\\',
    '"""',
    '- -- -"',
    '<b>x</b>',
    'javascript:alert(1)',
    '🐦',
    '海'.repeat(100),
    '-a '.repeat(33),
    "l'été \\'",
  ])('may be %j', async (q) => {
    await seed('a');
    expect((await search(q)).items).toEqual([]);
  });

  it.each([
    [{ q: '' }, ['q']],
    [{ q: ' ' }, ['q']],
    [{ q: 'x'.repeat(101) }, ['q']],
    [{ q: 'a\0' }, ['q']],
    [{ q: 'a\u202e' }, ['q']],
    [{ q: `a${'\u0301'.repeat(50)}` }, ['q']],
    [{ q: 'a', page: 1 }, ['q']],
    [{ q: 'a', tag: 'b' }, ['q']],
    [{ q: 'a', liked: 'true' }, ['q']],
    [{ q: 'a', cursor: 'x' }, ['cursor']],
  ])('must not be %j', async (params, paths) => {
    const answer = await api.call(withQuery('/media', params), { token: ada.token });
    expect(pathsOf(expectProblem(answer, 'validation'))).toEqual(paths);
  });
});

describe('the reconciler', () => {
  it('indexes what has no words yet, or others than it should', async () => {
    const ids = await seed('old one', 'another', 'third');
    const change = (name: string, text: string) =>
      app.database.query({ name: `test_words_${name}`, text }, [ids[0]]);
    await change('forget', 'DELETE FROM media_words WHERE media_id <> $1');
    await change('spoil', `UPDATE media_words SET words = '''spoilt'':1' WHERE media_id = $1`);
    expect(await found(ids, 'another')).toEqual([]);
    const report = await app.app.get(Reconciler).reconcile({ whole: true });
    expect(report?.repairs).toMatchObject({ 'words-indexed': 3 });
    expect(await found(ids, 'another')).toEqual([1]);
    expect(await found(ids, 'old')).toEqual([0]);
    const again = await app.app.get(Reconciler).reconcile({ whole: true });
    expect(again?.repairs['words-indexed']).toBeUndefined();
  });
});
