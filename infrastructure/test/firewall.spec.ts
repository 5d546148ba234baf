/** AWS's firewall before the site: off, on, and taken away in two steps. */
import { describe, expect, it } from '@jest/globals';
import { find, refusedParameters, resolveAll } from '../src/resolve.ts';
import { readTemplates } from '../src/stacks.ts';
import { textOf, type Value } from '../src/template.ts';
import { at } from './rules/rule.ts';

const templates = await readTemplates();
const webAclArn = 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/media-feed-site/0a1b';
const withWaf = (Waf: string) => resolveAll(templates, { Waf, WebAclArn: webAclArn });
const has = (stacks: ReturnType<typeof withWaf>, id: string) =>
  stacks.resources.some((resource) => resource.id === id);
const usedBySite = (stacks: ReturnType<typeof withWaf>) =>
  at(
    stacks.resources.find(({ id, stack }) => id === 'Distribution' && stack === 'frontend')?.Properties,
    'DistributionConfig.WebACLId',
  );

describe('the firewall', () => {
  it.each([
    ['off', false, undefined],
    // CloudFormation deletes none that a distribution uses.
    ['detached', true, undefined],
    ['on', true, webAclArn],
  ])('%s: exists %s, the site has %s', (waf, exists, used) => {
    const stacks = withWaf(waf);
    expect(has(stacks, 'WebAcl')).toBe(exists);
    expect(usedBySite(stacks)).toBe(used);
  });

  it('is not said to be on where there is none', () => {
    expect(refusedParameters(templates, { Waf: 'on', WebAclArn: '' })).toEqual([
      expect.stringContaining('frontend: Deploy ssl-us-east-1.yaml with Waf=on first'),
    ]);
  });

  it('refuses nobody for what they write or look for: captions and searches are text, whatever they look like', () => {
    const rules = at(find(withWaf('on'), 'WebAcl').Properties, 'Rules') as Value[];
    const counted = new Set(
      rules.flatMap((rule) => {
        const group = at(rule, 'Statement.ManagedRuleGroupStatement');
        if (group === undefined) return [];
        const overrides = (at(group, 'RuleActionOverrides') ?? []) as Value[];
        return overrides
          .filter((override) => at(override, 'ActionToUse.Count') !== undefined)
          .map((override) => `${textOf(at(group, 'Name'))} ${textOf(at(override, 'Name'))}`);
      }),
    );
    // Those of AWS's lists that read bodies and queries (AWS WAF Developer Guide, «Baseline rule groups», of 2026).
    const readText = {
      AWSManagedRulesCommonRuleSet: [
        'SizeRestrictions_QUERYSTRING',
        'SizeRestrictions_BODY',
        'EC2MetaDataSSRF_BODY',
        'EC2MetaDataSSRF_QUERYARGUMENTS',
        'GenericLFI_QUERYARGUMENTS',
        'GenericLFI_BODY',
        'RestrictedExtensions_QUERYARGUMENTS',
        'GenericRFI_QUERYARGUMENTS',
        'GenericRFI_BODY',
        'CrossSiteScripting_QUERYARGUMENTS',
        'CrossSiteScripting_BODY',
      ],
      AWSManagedRulesKnownBadInputsRuleSet: [
        'JavaDeserializationRCE_BODY',
        'JavaDeserializationRCE_QUERYSTRING',
        'Log4JRCE_QUERYSTRING',
        'Log4JRCE_BODY',
        'ReactJSRCE_BODY',
      ],
    };
    const missing = Object.entries(readText)
      .flatMap(([group, names]) => names.map((name) => `${group} ${name}`))
      .filter((name) => !counted.has(name));
    expect(missing).toEqual([]);
  });
});
