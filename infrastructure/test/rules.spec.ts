/** What must hold of the stacks, in both profiles. Each rule is broken on a copy, so that it is known to bite. */
import { describe, expect, it } from '@jest/globals';
import { readTemplates } from '../src/stacks.ts';
import { exports } from './rules/exports.ts';
import { exposure } from './rules/exposure.ts';
import { keeping } from './rules/keeping.ts';
import { facts } from './rules/facts.ts';
import { paths } from './rules/paths.ts';
import { watching } from './rules/watching.ts';
import { worldOf } from './rules/rule.ts';

const templates = await readTemplates();
const world = worldOf(templates);

describe.each([
  ['Reach and rights', exposure],
  ['Keeping and watching', keeping],
  ['Hearing of failures', watching],
  ['Facts of AWS', facts],
  ['Paths', paths],
  ['Exports', exports],
])('%s', (_name, rules) => {
  it.each(rules.map((rule) => [rule.says, rule] as const))('%s', (_says, { broken, spoil }) => {
    expect(broken(world)).toEqual([]);

    const copy = structuredClone(templates);
    spoil(copy);
    expect(broken(worldOf(copy))).not.toEqual([]);
  });
});
