/** A first deployment, and the next one, of every installation that operators can choose: each call's parameters are such as its template takes. */
import { describe, expect, it } from '@jest/globals';
import { refusedParameters } from '../src/resolve.ts';
import { type StackName, readTemplates } from '../src/stacks.ts';
import { type Parameter, textOf } from '../src/template.ts';
import { makeFakeAccount, type ToolCall } from './support/fake-account.ts';

const templates = await readTemplates();
const zone = { HostedZoneId: 'Z123' };
const choices = {
  profile: { FreeTier: { Profile: 'FreeTier' }, Standard: { Profile: 'Standard' } },
  edge: { nginx: { Edge: 'nginx' }, alb: { Edge: 'alb', NatGateway: 'one' } },
  domain: {
    "CloudFront's domain": {},
    'a domain': { DomainName: 'feed.example.org', MediaDomainName: 'media.example.org', ...zone },
  },
  mail: { 'no mails': {}, mails: { MailDomain: 'example.org', ...zone } },
};
type Settings = Readonly<Record<string, string>>;
const combine = (before: [string, Settings][], next: Record<string, Settings>): [string, Settings][] =>
  before.flatMap(([name, settings]) =>
    Object.entries(next).map(([more, added]): [string, Settings] => [
      name === '' ? more : `${name}, ${more}`,
      { ...settings, ...added },
    ]),
  );
const installations = Object.values(choices).reduce(combine, [['', {}]]);

/** What the account's fake outputs cannot look like. */
const isFake = (value: string) => /\bthe-[A-Z]/.test(value);

function isTaken({ AllowedValues, AllowedPattern, MinValue, MaxValue, Type }: Parameter, value: string) {
  if (AllowedValues) return AllowedValues.map(textOf).includes(value);
  if (Type === 'Number') return Number(value) >= Number(MinValue) && Number(value) <= Number(MaxValue);
  return AllowedPattern === undefined || new RegExp(`^(?:${AllowedPattern})$`).test(value);
}

/** What CloudFormation would refuse of a call that makes or changes a stack, in words. */
function refused({ args, given = {} }: ToolCall): string[] {
  const stack = (args[args.indexOf('--stack-name') + 1] ?? '').replace('media-feed-', '') as StackName;
  const { Parameters } = templates[stack];
  const defaults = Object.entries(Parameters).flatMap(([name, { Default }]) =>
    Default === undefined ? [] : [[name, textOf(Default)] as const],
  );
  const all = { ...Object.fromEntries(defaults), ...given };
  return [
    ...Object.keys(Parameters)
      .filter((name) => !(name in all))
      .map((name) => `${stack}: ${name} is missing`),
    ...Object.entries(given)
      .filter(([, value]) => !isFake(value))
      .filter(([name, value]) => !Parameters[name] || !isTaken(Parameters[name], value))
      .map(([name, value]) => `${stack}: ${name}=${value}`),
    ...refusedParameters(templates, all).filter((line) => line.startsWith(`${stack}: `)),
  ];
}
const stackCalls = (calls: readonly ToolCall[]) =>
  calls.filter(({ args }) => /^(create|update)-stack$/.test(args[1] ?? ''));

describe.each(installations)('%s', (_name, settings) => {
  it('is deployed, and once more, by calls that CloudFormation takes', async () => {
    const account = await makeFakeAccount();
    const said = Object.entries({ AlarmEmail: 'you@example.org', Repository: 'owner/name', ...settings });
    const first = await account.deploy(said.flatMap(([name, value]) => ['--set', `${name}=${value}`]));
    expect(first.output).toContain('Deployed: https://d1.cloudfront.net');
    const calls = stackCalls(account.calls());
    expect(new Set(calls.map(({ args }) => args[args.indexOf('--stack-name') + 1])).size).toBe(
      Object.keys(templates).length,
    );
    expect(calls.flatMap(refused)).toEqual([]);
    // What was set reached whoever knows it.
    for (const [name, value] of said) expect(calls.some(({ given }) => given?.[name] === value)).toBe(true);
    const again = await account.deploy([]);
    expect(again.code).toBe(0);
    expect(stackCalls(account.calls()).flatMap(refused)).toEqual([]);
    await account.remove();
  });
});

it('would be refused where a setting lacks what it needs', () => {
  const call = (stack: string, given: Settings): ToolCall => ({
    program: 'aws',
    args: ['cloudformation', 'create-stack', '--stack-name', `media-feed-${stack}`],
    given,
    input: '',
  });
  expect(refused(call('vpc', { Edge: 'alb', CloudFrontPrefixListId: 'pl-12345678' })).join()).toContain(
    'set NatGateway=one',
  );
  expect(refused(call('mail', { MailDomain: 'no domain' }))).toContain('mail: MailDomain=no domain');
  expect(refused(call('monitoring', {}))).toContain('monitoring: AlarmEmail is missing');
});
