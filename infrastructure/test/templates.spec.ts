/** The form of every template. */
import { spawnSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readTemplates, stackNames } from '../src/stacks.ts';
import { folder, type Parameter, textOf } from '../src/template.ts';
import { objectsBelow } from './rules/rule.ts';
import { findTool } from './support/find-tool.ts';

/** Of a template that is not read from a bucket. */
const maxTemplateBytes = 51_200;
const sections = [
  'AWSTemplateFormatVersion',
  'Description',
  'Parameters',
  'Rules',
  'Conditions',
  'Resources',
  'Outputs',
];
const templates = await readTemplates();
const linter = findTool('cfn-lint');

describe.each(stackNames)('%s.yaml', (stack) => {
  const template = templates[stack];

  it('has its sections in order', () => {
    const names = Object.keys(template);
    expect(names).toEqual(sections.filter((section) => names.includes(section)));
  });

  it('is small enough for AWS as it stands, comments included', async () => {
    const file = await readFile(join(folder, `${stack}.yaml`));
    expect(file.length).toBeLessThanOrEqual(maxTemplateBytes);
  });

  it('describes each parameter, and bounds it', () => {
    const loose = Object.entries(template.Parameters).filter(([, parameter]) => !isBounded(parameter));
    expect(loose.map(([name]) => name)).toEqual([]);
  });

  it('describes each output', () => {
    const silent = Object.entries(template.Outputs ?? {}).filter(([, { Description }]) => !Description);
    expect(silent).toEqual([]);
  });

  it('has a rule, a condition and a parameter only where something asks for it', () => {
    const { Parameters, Conditions = {}, ...rest } = template;
    const used = JSON.stringify({ Conditions, ...rest });
    const idle = Object.keys(Parameters).filter(
      (name) => !used.includes(`"${name}"`) && !used.includes(`\${${name}}`),
    );
    expect(idle).toEqual([]);
  });
});

describe('the stacks', () => {
  (linter ? it : it.skip)('pass cfn-lint', () => {
    const files = stackNames.map((stack) => join(folder, `${stack}.yaml`));
    const { stdout, stderr, status } = spawnSync(linter ?? '', files, { encoding: 'utf8' });
    expect(stdout + stderr).toBe('');
    expect(status).toBe(0);
  });

  it('are all files of the folder', async () => {
    const files = (await readdir(folder)).filter((name) => name.endsWith('.yaml'));
    expect(files.sort()).toEqual(stackNames.map((name) => `${name}.yaml`).sort());
  });

  it('import what an earlier stack exports, and export what a later one imports', () => {
    const imported = new Map<string, number>();
    const exported = new Map<string, number>();
    for (const [index, name] of stackNames.entries()) {
      for (const found of objectsBelow(templates[name] as never)) {
        const source = found['Fn::ImportValue'] as Record<string, string> | undefined;
        if (source?.['Fn::Sub'])
          imported.set(source['Fn::Sub'], Math.min(index, imported.get(source['Fn::Sub']) ?? 99));
      }
      for (const { Export } of Object.values(templates[name].Outputs ?? {})) {
        if (Export) exported.set((Export.Name as Record<string, string>)['Fn::Sub'] ?? '', index);
      }
    }
    expect([...imported].filter(([name, at]) => (exported.get(name) ?? 99) >= at)).toEqual([]);
    // What the deployment alone reads, or hands over as a parameter, is an output without an export.
    expect([...exported.keys()].filter((name) => !imported.has(name))).toEqual([]);
  });

  it('explain every check of cfn-lint that they leave out', async () => {
    for (const stack of stackNames) {
      const text = await readFile(join(folder, `${stack}.yaml`), 'utf8');
      for (const found of text.matchAll(/^(.*)\n.*ignore_checks:/gm)) expect(found[1]).toMatch(/^\s+# \S/);
    }
  });
});

function isBounded({
  Type,
  Description,
  Default,
  AllowedValues,
  AllowedPattern,
  MinValue,
  MaxValue,
  ConstraintDescription,
}: Parameter): boolean {
  if (!Description) return false;
  if (Type === 'Number') return MinValue !== undefined && MaxValue !== undefined;
  if (AllowedValues) return Default === undefined || AllowedValues.map(textOf).includes(textOf(Default));
  if (Type === 'CommaDelimitedList' || Type.startsWith('AWS::SSM::')) return Default !== undefined;
  return (
    AllowedPattern !== undefined &&
    ConstraintDescription !== undefined &&
    (Default === undefined || new RegExp(`^(?:${AllowedPattern})$`).test(textOf(Default)))
  );
}
