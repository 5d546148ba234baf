/** CloudFront and the load balancer treat paths as contract/src/path-prefixes.ts says. */
import { apiPrefixes, cdnBehaviours } from '@media-feed/contract';
import { find, type ResolvedStacks } from '../../src/resolve.ts';
import type { Templates } from '../../src/stacks.ts';
import type { Value } from '../../src/template.ts';
import { at, resourceIn, type Rule } from './rule.ts';

/** AWS's managed cache policy of this name. */
const cachingDisabled = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
/** AWS allows more; the cheapest plans do not. */
const maxBehaviours = 10;

const hiddenPatterns = apiPrefixes.flatMap(({ prefix, itself, below }) => [
  ...(itself === 'hidden' ? [prefix] : []),
  ...(below === 'hidden' ? [`${prefix}/*`] : []),
]);
const behavioursIn = (distribution: Value | undefined) =>
  at(distribution, 'DistributionConfig.CacheBehaviors') as Record<string, Value>[];
const ofSite = ({ resources }: ResolvedStacks) =>
  resources.find(({ id, stack }) => id === 'Distribution' && stack === 'frontend')?.Properties;
/** Those of the template that a fixture changes. */
const siteBehaviours = ({ frontend }: Templates) => behavioursIn(frontend.Resources.Distribution?.Properties);

function differences({ free, standard }: { free: ResolvedStacks; standard: ResolvedStacks }): string[] {
  const behaviours = behavioursIn(ofSite(free));
  const found = behaviours.map(({ PathPattern, TargetOriginId, CachePolicyId }) =>
    JSON.stringify([PathPattern, TargetOriginId, CachePolicyId !== cachingDisabled]),
  );
  const wanted = cdnBehaviours.map(({ pathPattern, isCached }) =>
    JSON.stringify([pathPattern, 'api', isCached]),
  );
  const hidden = at(find(standard, 'MetricsRule').Properties, 'Conditions.0.PathPatternConfig.Values');
  return [
    ...found.filter((behaviour) => !wanted.includes(behaviour)).map((behaviour) => `too much: ${behaviour}`),
    ...wanted.filter((behaviour) => !found.includes(behaviour)).map((behaviour) => `missing: ${behaviour}`),
    // The default is one of them.
    ...(behaviours.length + 1 > maxBehaviours ? [`${String(behaviours.length + 1)} behaviours`] : []),
    ...(JSON.stringify(hidden) === JSON.stringify(hiddenPatterns) ? [] : ['the load balancer']),
  ];
}

const faults: [fault: string, introduceFault: Rule['introduceFault']][] = [
  ['without a prefix of the API', (templates) => void siteBehaviours(templates).pop()],
  [
    'with metrics for everybody',
    (templates) =>
      void siteBehaviours(templates).push({
        ...siteBehaviours(templates)[1],
        PathPattern: 'metrics',
      }),
  ],
  [
    'with answers kept that are for one person',
    (templates) => {
      const [feed, media] = siteBehaviours(templates);
      Object.assign(media ?? {}, { CachePolicyId: feed?.CachePolicyId });
    },
  ],
  [
    'with a prefix of the API that the bucket answers',
    (templates) => void Object.assign(siteBehaviours(templates)[2] ?? {}, { TargetOriginId: 'site' }),
  ],
  [
    'with metrics for whoever brings the secret to the load balancer',
    (templates) => {
      const { Properties } = resourceIn(templates, 'MetricsRule');
      Object.assign(at(Properties, 'Conditions.0.PathPatternConfig') as object, { Values: ['/metrics'] });
    },
  ],
];

export const paths: Rule[] = faults.map(([fault, introduceFault]) => ({
  title: `edges treat paths as the contract title, and not ${fault}`,
  violations: differences,
  introduceFault,
}));
