/**
 * What the machine and the account lack for a deployment, all of it before anything is made: a first deployment takes
 * half an hour, and one that ends in the middle leaves stacks that cost.
 */
import { textOf } from '../template.ts';
import type { Deployment, Values } from './deployment.ts';
import { type Finding, blocking, warning } from './finding.ts';
import { findLeftovers } from './leftovers.ts';
import { findMailTroubles, mailSettingFindings } from './mail.ts';
import { step, type Tools } from './tools.ts';

/** New accounts have ten; an upload takes a second. */
const fewInvocations = 50;
/** «Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances», counted in processors. */
const processorsQuota = ['--service-code', 'ec2', '--quota-code', 'L-1216C47A'];
/** Of a host, most of InstanceType's values; the largest has twice as many. */
const processorsOf = (instanceType = ''): number => (instanceType.endsWith('.xlarge') ? 4 : 2);

const advice = 'Do what is listed, and deploy again: nothing has been made yet.';

/** @param isFirst whether nothing of the installation exists yet */
export function checkBeforehand(deployment: Deployment, settings: Values, isFirst: boolean): Promise<void> {
  const { tools } = deployment;
  return step('Looking what is missing', advice, async () => {
    const findings = [
      ...(await machineFindings(deployment, settings)),
      ...certificateFindings(settings),
      ...mailSettingFindings(settings),
      ...(await look([['SES', () => findMailTroubles(tools, settings)]])),
      ...(isFirst ? await accountFindings(deployment, settings) : []),
    ];
    const lines = findings.map(({ blocks, text }) => `${blocks ? '✗' : '!'} ${text}`);
    if (!tools.dryRun && findings.some(({ blocks }) => blocks)) throw new Error(lines.join('\n'));
    for (const line of lines) tools.log(line);
  });
}

function certificateFindings({
  Edge = 'nginx',
  OriginTls,
  OriginDomainName,
  HostedZoneId,
}: Values): Finding[] {
  if (Edge !== 'nginx' || OriginTls !== 'on' || (OriginDomainName && HostedZoneId)) return [];
  return [
    blocking(
      'OriginTls=on behind nginx needs OriginDomainName, the name that its certificate is ordered for, and HostedZoneId, the Route 53 zone of that name.',
    ),
  ];
}

async function machineFindings(
  { tools, skips, platform }: Deployment,
  { ImageTag, BundleKey }: Values,
): Promise<Finding[]> {
  const buildsImages = ImageTag === undefined && !skips.has('images');
  const buildsBundle = BundleKey === undefined && !skips.has('bundle');
  const needsDocker = buildsImages || (buildsBundle && platform !== 'linux-x64');
  if (!needsDocker) return [];
  if (!(await answers(tools, 'docker', 'version')))
    return [blocking('Docker does not answer (docker version): start it, or install it.')];
  return (await answers(tools, 'docker', 'buildx', 'version'))
    ? []
    : [
        blocking(
          'Docker has no buildx (docker buildx version), by which images are built for linux/amd64 without attestations: install its plugin docker-buildx.',
        ),
      ];
}

async function answers(tools: Tools, program: string, ...args: string[]): Promise<boolean> {
  try {
    await tools.read(program, args);
    return true;
  } catch {
    return false;
  }
}

async function accountFindings(deployment: Deployment, settings: Values): Promise<Finding[]> {
  const { project, tools } = deployment;
  const found = await look([
    ["Lambda's quota", () => lambdaFindings(tools, settings)],
    ["EC2's quota", () => processorFindings(tools, settings)],
    ["EC2's zones", () => zoneFindings(deployment, settings)],
    ['CloudFront', () => cloudFrontFindings(tools)],
    ["the account's plan", () => planFindings(tools)],
    ['roles of this name', () => roleFindings(deployment)],
    [
      'what an earlier installation left',
      async () =>
        (await findLeftovers(deployment)).map(({ what, command }) =>
          blocking(
            `An earlier installation left ${what}, whose name this one needs. Delete it (${command}; or make destroy CONFIRM=${project} DATA=1, which deletes all that is left), or give this one another name (--project).`,
          ),
        ),
    ],
  ]);
  return [...found, ...domainFindings(settings)];
}

/** Who may not look is told so, and goes on. */
async function look(looks: [what: string, look: () => Promise<Finding[]>][]): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const [what, lookAt] of looks) {
    try {
      found.push(...(await lookAt()));
    } catch (error) {
      const [why = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
      found.push(warning(`${what} could not be looked at: ${why}`));
    }
  }
  return found;
}

async function lambdaFindings(tools: Tools, { LambdaReservedConcurrency = '0' }: Values): Promise<Finding[]> {
  const { AccountLimit } = (await tools.ask('lambda', 'get-account-settings')) as {
    AccountLimit: { ConcurrentExecutions: number };
  };
  const { ConcurrentExecutions: limit } = AccountLimit;
  // «Lambda keeps 100 of them unreserved»; smaller quotas can reserve none.
  if (Number(LambdaReservedConcurrency) > Math.max(0, limit - 100))
    return [
      blocking(
        `LambdaReservedConcurrency=${LambdaReservedConcurrency} reserves more than this account may of its ${String(limit)} concurrent invocations: set it to 0, or ask for a higher quota of «Concurrent executions» (Service Quotas, Lambda).`,
      ),
    ];
  return limit >= fewInvocations
    ? []
    : [
        warning(
          `Lambda may run ${String(limit)} invocations at once in this account: as many uploads are inspected at a time, and the rest wait. Ask for a higher quota of «Concurrent executions» (Service Quotas, Lambda).`,
        ),
      ];
}

async function processorFindings(tools: Tools, { InstanceType }: Values): Promise<Finding[]> {
  const { Quota } = (await tools.ask('service-quotas', 'get-service-quota', ...processorsQuota)) as {
    Quota: { Value: number };
  };
  const one = processorsOf(InstanceType);
  const ask = 'Ask for a higher quota of «Running On-Demand Standard instances» (Service Quotas, EC2).';
  if (Quota.Value < one)
    return [
      blocking(
        `EC2 may run ${String(Quota.Value)} processors in this account, and a host has ${String(one)}. ${ask}`,
      ),
    ];
  return Quota.Value >= 2 * one
    ? []
    : [
        warning(
          `EC2 may run ${String(Quota.Value)} processors in this account: no new host can start beside the one that it replaces. ${ask}`,
        ),
      ];
}

/** Names of roles are the account's, and not a region's. */
async function roleFindings({ project, tools }: Deployment): Promise<Finding[]> {
  try {
    await tools.ask('iam', 'get-role', '--role-name', `${project}-api`);
  } catch (error) {
    if (String(error).includes('NoSuchEntity')) return [];
    throw error;
  }
  return [
    blocking(
      `This account has the role ${project}-api already: an installation of this name is in another region. Give this one another name (--project).`,
    ),
  ];
}

/**
 * Not every zone has every type, and each account its own letters. The subnets lie in the first two, in the order that
 * `Fn::GetAZs` gives: that is the alphabet as a rule, and not promised.
 */
async function zoneFindings(
  { tools, templates }: Deployment,
  { InstanceType = textOf(templates.cluster.Parameters.InstanceType?.Default) }: Values,
): Promise<Finding[]> {
  // Local zones, which an account may have opted into, are none of the region's own.
  const { AvailabilityZones } = (await tools.ask(
    ...['ec2', 'describe-availability-zones'],
    ...['--filters', 'Name=zone-type,Values=availability-zone'],
  )) as { AvailabilityZones: { ZoneName: string }[] };
  const { InstanceTypeOfferings } = (await tools.ask(
    ...['ec2', 'describe-instance-type-offerings', '--location-type', 'availability-zone'],
    ...['--filters', `Name=instance-type,Values=${InstanceType}`],
  )) as { InstanceTypeOfferings: { Location: string }[] };
  const offered = new Set(InstanceTypeOfferings.map(({ Location }) => Location));
  const zones = AvailabilityZones.map(({ ZoneName }) => ZoneName)
    .sort()
    .slice(0, 2);
  const without = zones.filter((zone) => !offered.has(zone));
  if (without.length === 0) return [];
  return [
    warning(
      without.length === zones.length
        ? `EC2 offers no ${InstanceType} in ${without.join(' and ')}, where the hosts' subnets come to lie: no host would start. Give another InstanceType, or another region.`
        : `EC2 offers no ${InstanceType} in ${without.join()}, where one of the hosts' two subnets comes to lie: hosts start in the other alone.`,
    ),
  ];
}

/** AWS says it only when one is made: «Your account must be verified before you can add new CloudFront resources». */
async function cloudFrontFindings(tools: Tools): Promise<Finding[]> {
  const { DistributionList } = ((await tools.ask('cloudfront', 'list-distributions', '--max-items', '1')) ??
    {}) as {
    DistributionList?: { Items?: unknown[] };
  };
  return (DistributionList?.Items ?? []).length > 0
    ? []
    : [
        warning(
          'This account has no CloudFront distribution yet. AWS refuses new accounts theirs until they are verified; then the stack media-cdn fails within minutes, before anything costs: open a case with AWS Support (account and billing, free), and deploy again.',
        ),
      ];
}

/** Of accounts since July 2025; an older one has none (AWS CLI Reference, «get-account-plan-state»). */
async function planFindings(tools: Tools): Promise<Finding[]> {
  const plan = ((await tools.ask('freetier', 'get-account-plan-state', '--region', 'us-east-1')) ?? {}) as {
    accountPlanType?: string;
    accountPlanExpirationDate?: string;
  };
  if (plan.accountPlanType !== 'FREE') return [];
  const end = plan.accountPlanExpirationDate ?? 'six months after its beginning';
  return [
    warning(
      `This account is on AWS's free plan, which ends on ${end}, or earlier when its credits are spent. Then AWS closes the account and the site with it, and deletes what it holds 90 days later: upgrade to the paid plan before (aws freetier upgrade-account-plan).`,
    ),
  ];
}

function domainFindings({ DomainName = '', HostedZoneId = '' }: Values): Finding[] {
  if (DomainName === '' || HostedZoneId !== '') return [];
  return [
    warning(
      `Without HostedZoneId the stack ssl-us-east-1 waits until you have made the records that prove ${DomainName} (ACM's console in us-east-1 shows them), and people find the site only by records that you make.`,
    ),
  ];
}
