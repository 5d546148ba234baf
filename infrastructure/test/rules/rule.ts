import type { Templates } from '../../src/stacks.ts';
import { type ResolvedResource, type ResolvedStacks, resolveAll } from '../../src/resolve.ts';
import type { Resource, Value } from '../../src/template.ts';

/** Both ways to run it, and everything switched on at least once. */
export interface World {
  readonly templates: Templates;
  readonly free: ResolvedStacks;
  readonly standard: ResolvedStacks;
  /** Of both, each under its id and profile. */
  readonly all: readonly ResolvedResource[];
}

export interface Rule {
  readonly title: string;
  /** What breaks the rule, by name; nothing when it holds. */
  readonly violations: (world: World) => readonly string[];
  /** Makes the broken fixture: puts one fault into a copy of the templates. */
  readonly introduceFault: (templates: Templates) => void;
}

/** With what is known once everything stands. */
const common = {
  SiteDistribution: 'E1',
  MediaDistribution: 'E2',

  AlarmEmail: 'operator@example.org',
  Repository: 'octocat/my-repo',
  MailDomain: 'mail.example.org',
  OriginSecret: 'known-to-our-distribution-alone',
  OriginPreviousSecret: 'known-to-our-distribution-before',
  ImageTag: 'abc',
  MaintenanceImageTag: 'abc',
  BundleKey: 'lambda/abc.zip',
};
const ownDomain = {
  DomainName: 'feed.example.org',
  MediaDomainName: 'media.example.org',
  HostedZoneId: 'Z123',
  CertificateArn: `arn:aws:acm:us-east-1:123456789012:certificate/0`,
  EdgeCertificateArn: `arn:aws:acm:eu-central-1:123456789012:certificate/1`,
  OriginDomainName: 'origin.example.org',
};
export const profiles = {
  free: { ...common, Profile: 'FreeTier', Edge: 'nginx' },
  standard: {
    ...common,
    ...ownDomain,
    Profile: 'Standard',
    Edge: 'alb',
    NatGateway: 'one',
    FlowLogs: 'on',
    MalwareScan: 'on',
    TransferAcceleration: 'on',
    OriginTls: 'on',
    Consumers: '2',
    OwnerId: '583231',
    RepositoryId: '1296269',
    LambdaReservedConcurrency: '10',
  },
  tlsBehindNginx: { ...common, ...ownDomain, Profile: 'Standard', Edge: 'nginx', OriginTls: 'on' },
};

export function worldOf(templates: Templates): World {
  const free = resolveAll(templates, profiles.free);
  const standard = resolveAll(templates, profiles.standard);
  const { resources } = resolveAll(templates, profiles.tlsBehindNginx);
  // What neither of the others has.
  const certificate = resources.filter(({ stack }) => stack === 'certificates');
  return { templates, free, standard, all: [...free.resources, ...standard.resources, ...certificate] };
}

export const ofType = (world: Pick<World, 'all'>, ...types: string[]): ResolvedResource[] =>
  world.all.filter(({ Type }) => types.includes(Type));

export const idsOf = (resources: readonly ResolvedResource[]): string[] => [
  ...new Set(resources.map(({ id }) => id)),
];

/** The value at a path such as `PublicAccessBlockConfiguration.BlockPublicAcls`; undefined where there is none. */
export function at(value: Value | undefined, path: string): Value | undefined {
  let current = value;
  for (const name of path.split('.')) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = (current as Record<string, Value>)[name];
  }
  return current;
}

/** Every value below, itself included. */
export function* valuesBelow(value: Value | undefined): Generator<Value> {
  if (value === undefined) return;
  yield value;
  if (typeof value === 'object' && value !== null)
    for (const inner of Object.values(value)) yield* valuesBelow(inner);
}

export const objectsBelow = (value: Value | undefined): Record<string, Value>[] =>
  [...valuesBelow(value)].filter(
    (found): found is Record<string, Value> =>
      typeof found === 'object' && found !== null && !Array.isArray(found),
  );

export function resourceIn(templates: Templates, id: string): Resource {
  for (const template of Object.values(templates)) {
    const found = template.Resources[id];
    if (found) return found;
  }
  throw new Error(`No template has a resource ${id}`);
}

/** Writes a value into a resource's properties, making what is on the way. */
export function set(templates: Templates, id: string, path: string, value: Value): void {
  const names = path.split('.');
  const last = names.pop() ?? '';
  let current = resourceIn(templates, id).Properties;
  for (const name of names) current = (current[name] ??= {}) as Record<string, Value>;
  current[last] = value;
}
