/** Mails on AWS: which programs send them, from whom, and what becomes of addresses that want none. */
import { describe, expect, it } from '@jest/globals';
import { parseConfig } from '../../backend/src/config/config.ts';
import { find, refusedParameters, resolveAll } from '../src/resolve.ts';
import { readTemplates } from '../src/stacks.ts';
import { textOf, type Value } from '../src/template.ts';
import { at, profiles } from './rules/rule.ts';

const templates = await readTemplates();
const edges = [
  ['nginx', profiles.free, 'ApiTaskA'],
  ['nginx', profiles.free, 'ApiTaskB'],
  ['alb', profiles.standard, 'ApiTask'],
] as const;

function configOf(task: string, parameters: Record<string, string>) {
  const found = find(resolveAll(templates, parameters), task);
  const variables = at(found.Properties, 'ContainerDefinitions.0.Environment') as Value[];
  return parseConfig({
    ...Object.fromEntries(variables.map((pair) => [textOf(at(pair, 'Name')), textOf(at(pair, 'Value'))])),
    DATABASE_URL: 'postgres://media_feed:secret@media-feed.rds.amazonaws.com:5432/media_feed',
    JWT_SECRET: 'x'.repeat(43),
    JWT_PREVIOUS_SECRET: 'y'.repeat(43),
  });
}

describe.each(edges)('behind %s', (_edge, profile, task) => {
  it.each([
    ['none', { MailDomain: '' }, undefined, 'off'],
    ['a domain', { MailDomain: 'example.org' }, 'ses:', 'required'],
    [
      'a domain, addresses unconfirmed',
      { MailDomain: 'example.org', EmailVerification: 'off' },
      'ses:',
      'off',
    ],
    [
      'a domain, addresses confirmed',
      { MailDomain: 'example.org', EmailVerification: 'required' },
      'ses:',
      'required',
    ],
  ])('%s: ' + task + ' sends as it is told', (_which, parameters, mailUrl, emailVerification) => {
    const config = configOf(task, { ...profile, ...parameters });
    expect(config).toMatchObject({ mailUrl, emailVerification });
    if (mailUrl) expect(config.mailFrom).toBe('no-reply@example.org');
  });
});

it('confirmed addresses are refused without mails, in words', () => {
  expect(
    refusedParameters(templates, { ...profiles.free, MailDomain: '', EmailVerification: 'required' }),
  ).toEqual([expect.stringContaining('ecs: Give MailDomain: without mails nobody could confirm an address')]);
});

it('the records of the domain are made where its zone is known, and there alone', () => {
  const recordsOf = (parameters: Record<string, string>) =>
    resolveAll(templates, parameters).resources.filter(
      ({ stack, Type }) => stack === 'mail' && Type === 'AWS::Route53::RecordSet',
    );
  expect(recordsOf(profiles.standard).map(({ id }) => id)).toEqual([
    'DkimRecord1',
    'DkimRecord2',
    'DkimRecord3',
    'BounceRecord',
    'SpfRecord',
  ]);
  expect(recordsOf(profiles.free)).toEqual([]);
});
