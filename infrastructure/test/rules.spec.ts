/** What must hold of the stacks, in both profiles. Each rule is seen failing on a broken fixture: a copy of the templates with one fault. */
import { describe, expect, it } from '@jest/globals';
import { readTemplates } from '../src/stacks.ts';
import { exports } from './rules/exports.ts';
import { exposure } from './rules/exposure.ts';
import { keeping } from './rules/keeping.ts';
import { facts } from './rules/facts.ts';
import { paths } from './rules/paths.ts';
import { refusals } from './rules/refusals.ts';
import { secrets } from './rules/secrets.ts';
import { watching } from './rules/watching.ts';
import { worldOf } from './rules/rule.ts';

const templates = await readTemplates();
const world = worldOf(templates);

describe.each([
  ['Reach and rights', exposure],
  ['Keeping and watching', keeping],
  ['Notification of failures', watching],
  ['Facts of AWS', facts],
  ['Paths', paths],
  ['Exports', exports],
  ['What AWS refuses', refusals],
  ['Secrets', secrets],
])('%s', (_name, rules) => {
  it.each(rules.map((rule) => [rule.title, rule] as const))(
    '%s',
    (_title, { violations, introduceFault }) => {
      expect(violations(world)).toEqual([]);

      const copy = structuredClone(templates);
      introduceFault(copy);
      expect(violations(worldOf(copy))).not.toEqual([]);
    },
  );
});
