/** Words outside the catalogue fail `npm run check:lint`: probes, linted by the repository's own settings. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { lintProbes } from './lint-probes.ts';

const component = 'frontend/src/app/probe.tsx';

const forbidden = [
  '<p>Hello</p>',
  '<p>{name} published</p>',
  "<p>{isNew ? 'new' : name}</p>",
  '<p>{`${name} published`}</p>',
  "<p>{isNew && 'new'}</p>",
  '<button aria-label="Close" />',
  "<button title={isNew ? 'show' : name} />",
  '<img alt={`by ${name}`} />',
  '<Field confirmLabel="again" />',
  '<Notice empty="Nothing here yet" />',
  "toasts.show('Saved.')",
  "toasts.show('Link copied.')",
  "const messages = { network: 'no connection. Try again.' }",
  "const labels = ['Published', 'Rejected']",
  'const text = `Undo ${name} now`',
  'const text = `${name} has ended`',
];

const allowed = [
  '<p>{t.feed.empty} · 3 × 4</p>',
  '<p className="flex grow">{t.format.bytes(size)}</p>',
  "<p className={isNew ? 'flex grow' : 'hidden grow'}>{name}</p>",
  '<Icon iconClass="size-4 text-muted" aria-hidden="true" role=\'status\' />',
  "<Item status={query.status === 'pending' ? a : b} label={t.label('open')} />",
  "throw new Error('No text store is provided')",
  "const [Context, use] = createServiceContext('text store')",
  "const rowClass = 'flex grow'",
  "matchMedia('(hover: none) and (pointer: coarse)')",
  "type Kind = 'Two words'",
  "const key = 'media-feed:theme', method = 'POST', status = 'READY'",
  "import { a } from './Some File.ts'",
];

const probes = [
  ...[...forbidden, ...allowed].map((text) => ({ file: component, text })),
  { file: 'frontend/src/lib/text/probe.ts', text: "export const saved = 'Saved.';" },
  { file: 'frontend/src/app/probe.spec.tsx', text: "it('says Hello', () => undefined);" },
  { file: 'frontend/src/features/likes/probe.ts', text: "export const gone = 'This is gone.';" },
];

let found: readonly (readonly string[])[];

beforeAll(async () => {
  found = await lintProbes('media-feed/no-literal-words', probes);
});

const rulesBrokenBy = (text: string) => [...new Set(found[probes.findIndex((probe) => probe.text === text)])];

describe('media-feed/no-literal-words', () => {
  it.each(forbidden)('refuses %s', (text) => {
    expect(rulesBrokenBy(text)).toEqual(['media-feed/no-literal-words']);
  });

  it.each(allowed)('leaves %s', (text) => {
    expect(rulesBrokenBy(text)).toEqual([]);
  });

  it('holds in all of the web app but for its catalogue and its specs', () => {
    expect(found.slice(-3).map(({ length }) => length)).toEqual([0, 0, 1]);
  });
});
