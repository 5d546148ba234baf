/** The picture in docs/operations.md is that of the templates. */
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { draw, pageFile, withPicture } from '../src/picture.ts';
import { readTemplates } from '../src/stacks.ts';
import { textOf } from '../src/template.ts';
import { objectsBelow, resourceIn, worldOf } from './rules/rule.ts';

const page = await readFile(pageFile, 'utf8');

describe('docs/operations.md', () => {
  it('shows the stacks as they are; `node infrastructure/src/picture.ts` draws them', async () => {
    expect(page).toBe(await withPicture(page));
  });

  it('would be stale if a right were added', async () => {
    const copy = structuredClone(await readTemplates());
    const right = objectsBelow(resourceIn(copy, 'ApiRole').Properties).find(
      ({ Sid }) => Sid === 'ReceiveResults',
    );
    Object.assign(right ?? {}, { Action: ['sqs:SendMessage'] });
    expect(draw(copy)).not.toBe(draw(await readTemplates()));
  });

  it('has a section for every alarm, and advice', async () => {
    const alarms = worldOf(await readTemplates()).all.filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm');
    const sections = new Set(
      alarms.map(({ Properties }) => /«(.+)»/.exec(textOf(Properties.AlarmDescription))?.[1]),
    );
    expect([...sections].filter((section) => !page.includes(`\n### ${String(section)}\n`))).toEqual([]);
    expect([...alarms].filter(({ id }) => !page.includes(`\`${id}\``)).map(({ id }) => id)).toEqual([]);
  });
});
