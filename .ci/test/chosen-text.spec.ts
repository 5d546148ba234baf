/** What people have chosen, shown without isolation, fails `npm run check:lint`: probes, linted by the repository's own settings. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { lintProbes, type Probe } from './lint-probes.ts';

const rule = 'media-feed/chosen-text';
const inPage = (text: string): Probe => ({ file: 'frontend/src/features/feed/probe.tsx', text });
const inCatalogue = (text: string): Probe => ({ file: 'frontend/src/lib/text/probe.ts', text });

const refused = [
  inPage('<p>{item.uploader.name}</p>'),
  inPage('<p>{user?.name}</p>'),
  inPage('<p>{user.email} · {count}</p>'),
  inPage('<p>{item.altText ?? t.untitled}</p>'),
  inPage('<p>{item.altText && item.altText}</p>'),
  inPage("<p>{isOwn ? item.fileName : ''}</p>"),
  inPage("<p>{[item.altText, facts].filter(Boolean).join(' · ')}</p>"),
  inPage('<p>{`${item.fileName} (${size})`}</p>'),
  inPage('const Row = ({ item }) => { const title = item.fileName ?? t.untitled; return <p>{title}</p>; }'),
  inPage('const Row = ({ item }) => { const { fileName } = item; return <p>{fileName}</p>; }'),
  inPage('const Head = ({ name }) => <h1>{name}</h1>'),
  inPage('<p><bdi>{text}</bdi></p>'),
  inCatalogue('export const texts = { by: ({ person }) => `by ${person}` }'),
  inCatalogue('export const texts = { a: { of: ({ caption, size }) => `${size} of ${caption}` } }'),
];

const left = [
  inPage('<ChosenText>{item.altText ?? item.fileName}</ChosenText>'),
  inPage('<CaptionText>{item.caption}</CaptionText>'),
  inPage('<p>{item.altText && <ChosenText>{item.altText}</ChosenText>}</p>'),
  inPage('<p title={item.fileName}>{t.people.mediaBy({ name: user.name })}</p>'),
  inPage('<p>{t.account.email}{choice.name}{format.bytes(item.size)}</p>'),
  inPage('<PageTitle>{user.name}</PageTitle>'),
  inCatalogue('export const texts = { by: ({ person }) => `by ${isolate(person)}` }'),
  inCatalogue('export const texts = { left: ({ time, count }) => `${time} left for ${number(count)}` }'),
];

const probes = [...refused, ...left];
let found: string[][];

beforeAll(async () => {
  found = await lintProbes(rule, probes);
});

describe(rule, () => {
  it.each(refused.map(({ text }, index) => [text, index] as const))('refuses %s', (_text, index) => {
    expect(found[index]).toEqual([rule]);
  });

  it.each(left.map(({ text }, index) => [text, refused.length + index] as const))(
    'leaves %s',
    (_text, index) => {
      expect(found[index]).toEqual([]);
    },
  );
});
