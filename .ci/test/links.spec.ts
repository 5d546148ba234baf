import { describe, expect, it } from '@jest/globals';
import { findBrokenReferences } from '../links.ts';

/** A repository that refers to nothing that it does not hold. */
const whole: Readonly<Record<string, string>> = {
  'README.md':
    'See [the docs](docs/), [rules](docs/api.md#for-every-call) and [below](#two-words).\n\n## Two words\n',
  'docs/api.md': '# The API\n\n## For every `call`\n\n### Twice\n\n### Twice\n',
  'docs/adr/0001-first.md':
    '# 1. First\n\nBack to [the list](../api.md#twice-1). `src/main.ts` and `main.ts` are it.\n',
  'src/main.spec.ts': "it('works')",
  'src/main.ts': '/** As docs/api.md «For every call» says, and ADR 1; README.md too. */\n',
};

const complaintsWith = (changed: Record<string, string>) =>
  findBrokenReferences(new Map(Object.entries({ ...whole, ...changed })));

describe('the check of references', () => {
  it('finds nothing where all is well', () => {
    expect(complaintsWith({})).toEqual([]);
  });

  it.each([
    ['a link to no file', 'x.md', '[a](docs/gone.md)', 'x.md:1 links to docs/gone.md'],
    ['a link out of the repository', 'x.md', '[a](../api.md)', 'x.md:1 links to ../api.md'],
    ['a link from the root of a disk', 'x.md', '[a](/docs/api.md)', 'x.md:1 links to /docs/api.md'],
    ['a picture that is not there', 'x.md', '\n![a](feed.png)', 'x.md:2 links to feed.png'],
    ['a reference that is not there', 'x.md', '[a][b]\n\n[b]: gone.md', 'x.md:3 links to gone.md'],
    ['no such heading', 'x.md', '[a](docs/api.md#gone)', 'x.md:1 links to docs/api.md#gone'],
    ['no such heading here', 'x.md', '[a](#gone)', 'x.md:1 links to #gone'],
    ['a third heading of two', 'x.md', '[a](docs/api.md#twice-2)', 'x.md:1 links to docs/api.md#twice-2'],
    ['a source file that was moved', 'x.md', 'in `src/old.ts`', 'x.md:1 names src/old.ts'],
    ['a test that was renamed', 'x.md', '`src/main.spec.ts` «works», «goes»', 'x.md:1 cites a test «goes»'],
    ['a page in code', 'x.ts', '// docs/gone.md', 'x.ts:1 cites docs/gone.md'],
    ['a heading in code', 'x.ts', '// docs/api.md «Gone»', 'x.ts:1 cites docs/api.md «Gone»'],
    ['a page by its name in capitals', 'x.ts', '// NOWHERE.md', 'x.ts:1 cites NOWHERE.md'],
    ['a page by its topic', 'x.mjs', '// (docs: NOWHERE)', 'x.mjs:1 cites NOWHERE'],
    ['a decision', 'x.yaml', '# ADR 7', 'x.yaml:1 cites ADR 7'],
  ])('finds %s', (_, path, text, complaint) => {
    expect(complaintsWith({ [path]: text })).toEqual([expect.stringContaining(complaint)]);
  });

  it.each([
    ['addresses', 'x.md', '[a](https://example.org/gone.md) [b](mailto:a@example.org)'],
    ['code blocks', 'x.md', '```\n[a](gone.md)\n```\n'],
    ['inline code', 'x.md', '`[a](gone.md)`'],
    ['what is built', 'x.md', '`dist/main.ts`, `handler.mjs`'],
    ['patterns', 'x.md', '`*.spec.ts`'],
    ['pages of others', 'x.ts', '// their/docs/page.md'],
  ])('leaves %s alone', (_, path, text) => {
    expect(complaintsWith({ [path]: text })).toEqual([]);
  });
});
