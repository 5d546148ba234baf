/** How somebody is notified of a failure: an alarm on a metric of AWS's, or an event that AWS sends. */
import { matches } from '../../src/events.ts';
import type { ResolvedResource } from '../../src/resolve.ts';
import { textOf, type Value } from '../../src/template.ts';
import { type Rule, type World, worldOf } from './rule.ts';

const arn = (service: string, rest: string) => `arn:aws:${service}:eu-central-1:123456789012:${rest}`;
const event = (source: string, type: string, detail: Value, ...resources: string[]): Value => ({
  source,
  'detail-type': type,
  resources,
  detail,
});
const service = arn('ecs', 'service/media-feed/media-feed-api-a');
const stoppedTask = (detail: Record<string, Value>) =>
  event('aws.ecs', 'ECS Task State Change', {
    clusterArn: 'Cluster.Arn',
    lastStatus: 'STOPPED',
    group: 'service:media-feed-api-a',
    ...detail,
  });
const bucket = 'media-feed-uploads-123456789012-eu-central-1';

/** What AWS sends when something fails, as its guides show it, and the rule that notifies somebody of it. */
const troubles: [title: string, rule: string, sample: Value][] = [
  [
    'a deployment that fails',
    'ClusterTrouble',
    event(
      'aws.ecs',
      'ECS Deployment State Change',
      { eventType: 'ERROR', eventName: 'SERVICE_DEPLOYMENT_FAILED' },
      service,
    ),
  ],
  [
    'a task that finds no place',
    'ClusterTrouble',
    event(
      'aws.ecs',
      'ECS Service Action',
      { eventType: 'ERROR', eventName: 'SERVICE_TASK_PLACEMENT_FAILURE' },
      service,
    ),
  ],
  [
    'a task that dies, of memory for instance',
    'TaskTrouble',
    stoppedTask({ stopCode: 'EssentialContainerExited', containers: [{ exitCode: 137 }] }),
  ],
  [
    'a task that ends by itself, though it should not',
    'TaskTrouble',
    stoppedTask({ stopCode: 'EssentialContainerExited', containers: [{ exitCode: 0 }] }),
  ],
  [
    'a secret or an image that is missing when a task starts',
    'TaskTrouble',
    stoppedTask({ stopCode: 'TaskFailedToStart', containers: [{}] }),
  ],
  [
    'a migration that fails, whoever started it',
    'TaskTrouble',
    stoppedTask({
      group: 'family:media-feed-maintenance',
      stopCode: 'EssentialContainerExited',
      containers: [{ exitCode: 1 }],
    }),
  ],
  [
    'a secret that is deleted',
    'SecretTrouble',
    event('aws.ssm', 'Parameter Store Change', { operation: 'Delete', name: '/media-feed/jwt-secret' }),
  ],
  [
    'a host that cannot be launched',
    'LaunchTrouble',
    event('aws.autoscaling', 'EC2 Instance Launch Unsuccessful', {
      AutoScalingGroupName: 'media-feed-cluster-Hosts',
    }),
  ],
  [
    'an invalidation that fails',
    'InvalidationTrouble',
    event('aws.states', 'Step Functions Execution Status Change', {
      stateMachineArn: arn('states', 'stateMachine:media-feed-invalidation'),
      status: 'FAILED',
    }),
  ],
  [
    'a scan of uploads that no longer happens',
    'ScanTrouble',
    event('aws.guardduty', 'GuardDuty Malware Protection Resource Status Error', {
      s3BucketDetails: { bucketName: bucket },
    }),
  ],
  [
    'a mail that somebody calls unwanted',
    'MailTrouble',
    event('aws.ses', 'Email Complaint Received', {
      mail: { tags: { 'ses:configuration-set': ['media-feed'] }, messageId: '1' },
    }),
  ],
  [
    'an image with critical holes',
    'ImageTrouble',
    event('aws.ecr', 'ECR Image Scan', {
      'scan-status': 'COMPLETE',
      'repository-name': 'media-feed/api',
      'finding-severity-counts': { CRITICAL: 2, HIGH: 1 },
    }),
  ],
  [
    'a certificate that cannot be renewed',
    'CertificateTrouble',
    event('aws.acm', 'ACM Certificate Renewal Action Required', {}, 'media-feed-ssl-us-east-1-Certificate'),
  ],
  [
    "an outage of AWS's, a host that retires",
    'AccountTrouble',
    event('aws.health', 'AWS Health Event', { service: 'EC2', eventTypeCategory: 'scheduledChange' }),
  ],
];

/** What goes well, and wakes nobody. */
const ordinary: [title: string, sample: Value][] = [
  [
    'a task that a deployment stops',
    stoppedTask({ stopCode: 'ServiceSchedulerInitiated', containers: [{ exitCode: 0 }] }),
  ],
  [
    'a migration that ends well',
    stoppedTask({
      group: 'family:media-feed-maintenance',
      stopCode: 'EssentialContainerExited',
      containers: [{ exitCode: 0 }],
    }),
  ],
  [
    'a deployment that is done',
    event(
      'aws.ecs',
      'ECS Deployment State Change',
      { eventType: 'INFO', eventName: 'SERVICE_DEPLOYMENT_COMPLETED' },
      service,
    ),
  ],
  [
    'an image without critical holes',
    event('aws.ecr', 'ECR Image Scan', {
      'scan-status': 'COMPLETE',
      'repository-name': 'media-feed/api',
      'finding-severity-counts': { HIGH: 3 },
    }),
  ],
  [
    "a mail of another installation's that is unwanted",
    event('aws.ses', 'Email Complaint Received', {
      mail: { tags: { 'ses:configuration-set': ['other'] }, messageId: '1' },
    }),
  ],
  [
    'a mail that reached nobody, which the alarm counts',
    event('aws.ses', 'Email Bounced', { mail: { tags: { 'ses:configuration-set': ['media-feed'] } } }),
  ],
  [
    'another parameter',
    event('aws.ssm', 'Parameter Store Change', { operation: 'Delete', name: '/other/a' }),
  ],
];

/** Which alarm rings for it, on which metric, and whether no measurement is bad news. */
const silences: [title: string, alarm: string, metric: string, missing: 'breaching' | 'notBreaching'][] = [
  ['a database that fills up, or is down', 'StorageAlarm', 'AWS/RDS FreeStorageSpace', 'breaching'],
  [
    'a database that is billed for credits',
    'CreditAlarm',
    'AWS/RDS CPUSurplusCreditsCharged',
    'notBreaching',
  ],
  ['a volume out of balance', 'VolumeBalanceAlarm', 'AWS/RDS EBSIOBalance%', 'notBreaching'],
  ['transactions that run out', 'TransactionIdAlarm', 'AWS/RDS MaximumUsedTransactionIDs', 'notBreaching'],
  ['a backup that was not made', 'BackupAlarm', 'media-feed BackupsFinished', 'breaching'],
  ['a group without a host', 'HostDownAlarm', 'AWS/AutoScaling GroupInServiceInstances', 'breaching'],
  [
    'a host that is billed for credits',
    'HostCreditAlarm',
    'AWS/EC2 CPUSurplusCreditsCharged',
    'notBreaching',
  ],
  ['a host or its volume that is ill', 'HostCheckAlarm', 'AWS/EC2 StatusCheckFailed', 'notBreaching'],
  [
    'hosts that may not become more',
    'HostsAtMaxAlarm',
    'AWS/AutoScaling GroupInServiceInstances',
    'notBreaching',
  ],
  ['a service without a task, or out of memory', 'ApiMemoryAlarm', 'AWS/ECS MemoryUtilization', 'breaching'],
  ['process A that does not run', 'ApiMemoryAlarmA', 'AWS/ECS MemoryUtilization', 'breaching'],
  ['process B that does not run', 'ApiMemoryAlarmB', 'AWS/ECS MemoryUtilization', 'breaching'],
  ['nginx that does not run', 'NginxAlarm', 'AWS/ECS MemoryUtilization', 'breaching'],
  ['an API at its limit', 'ApiCpuAlarm', 'AWS/ECS CPUUtilization', 'breaching'],
  ['services that write nothing', 'LogsAlarm', 'AWS/Logs IncomingLogEvents', 'breaching'],
  ['flow logs that do not come', 'FlowLogAlarm', 'AWS/Logs IncomingLogEvents', 'breaching'],
  ['a NAT gateway out of ports', 'NatPortAlarm', 'AWS/NATGateway ErrorPortAllocation', 'notBreaching'],
  ['a NAT gateway that drops', 'NatDropAlarm', 'AWS/NATGateway PacketsDropCount', 'notBreaching'],
  ['a Lambda that fails', 'InspectorErrorAlarm', 'AWS/Lambda Errors', 'notBreaching'],
  ['a Lambda that is throttled', 'InspectorThrottleAlarm', 'AWS/Lambda Throttles', 'notBreaching'],
  ['events that wait', 'InspectorAgeAlarm', 'AWS/Lambda AsyncEventAge', 'notBreaching'],
  ['events that were dropped', 'InspectorDropAlarm', 'AWS/Lambda AsyncEventsDropped', 'notBreaching'],
  [
    'failures that found no queue',
    'InspectorDeliveryAlarm',
    'AWS/Lambda DestinationDeliveryFailures',
    'notBreaching',
  ],
  [
    'results that nobody receives',
    'ResultsAgeAlarm',
    'AWS/SQS ApproximateAgeOfOldestMessage',
    'notBreaching',
  ],
  ['dead letters', 'DeadLetterAlarm', 'AWS/SQS ApproximateNumberOfMessagesVisible', 'notBreaching'],
  ['mails that reach nobody', 'BounceAlarm', 'AWS/SES Reputation.BounceRate', 'notBreaching'],
  ['mails that people call unwanted', 'ComplaintAlarm', 'AWS/SES Reputation.ComplaintRate', 'notBreaching'],
  ['a site that answers 5xx', 'SiteErrorAlarm', 'AWS/CloudFront 5xxErrorRate', 'notBreaching'],
  ['media that answer 5xx', 'MediaErrorAlarm', 'AWS/CloudFront 5xxErrorRate', 'notBreaching'],
  ["the CDN's certificate", 'CertificateAlarm', 'AWS/CertificateManager DaysToExpiry', 'breaching'],
  [
    "the load balancer's certificate",
    'EdgeCertificateAlarm',
    'AWS/CertificateManager DaysToExpiry',
    'breaching',
  ],
];

const notifyingRules = (world: World): ResolvedResource[] =>
  world.all.filter(
    ({ Type, Properties }) =>
      Type === 'AWS::Events::Rule' &&
      (Properties.Targets as { Arn: string }[]).some(({ Arn }) => Arn.startsWith('arn:aws:sns:')),
  );
const notifiedBy = (world: World, sample: Value) =>
  notifyingRules(world)
    .filter(({ Properties }) => matches(Properties.EventPattern ?? {}, sample))
    .map(({ id }) => id);
const drop =
  (id: string): Rule['introduceFault'] =>
  (templates) => {
    for (const template of Object.values(templates))
      template.Resources = Object.fromEntries(
        Object.entries(template.Resources).filter(([name]) => name !== id),
      );
  };

export const watching: Rule[] = [
  ...troubles.map(([title, rule, sample]): Rule => ({
    title: `somebody is notified of ${title}`,
    violations: (world) => (notifiedBy(world, sample).includes(rule) ? [] : [rule]),
    introduceFault: drop(rule),
  })),
  {
    title: 'nobody is notified of what goes well',
    violations: (world) =>
      ordinary.flatMap(([title, sample]) => notifiedBy(world, sample).map((rule) => `${rule}: ${title}`)),
    introduceFault: ({ cluster }) => {
      const pattern = cluster.Resources.ClusterTrouble?.Properties.EventPattern as { detail?: unknown };
      delete pattern.detail;
    },
  },
  ...silences.map(([title, alarm, metric, missing]): Rule => ({
    title: `an alarm rings for ${title}`,
    violations: ({ templates }) => {
      const { Properties } =
        everywhere(templates).find(({ id, Type }) => id === alarm && Type === 'AWS::CloudWatch::Alarm') ?? {};
      const { Namespace, MetricName, TreatMissingData } = Properties ?? {};
      const holds = `${textOf(Namespace)} ${textOf(MetricName)}` === metric && TreatMissingData === missing;
      return holds ? [] : [alarm];
    },
    introduceFault: drop(alarm),
  })),
  {
    title: 'rules may write to the topics that they name, on no condition that EventBridge does not fulfil',
    violations: ({ templates }) =>
      (['artifacts', 'ssl-us-east-1'] as const).filter((stack) => {
        const policy = templates[stack].Resources.AlarmTopicPolicy?.Properties;
        const statements = (policy?.PolicyDocument as { Statement: Record<string, Value>[] }).Statement;
        return !statements.some(
          ({ Principal, Condition }) =>
            JSON.stringify(Principal) === '{"Service":"events.amazonaws.com"}' && Condition === undefined,
        );
      }),
    introduceFault: ({ artifacts }) => {
      const policy = artifacts.Resources.AlarmTopicPolicy?.Properties.PolicyDocument;
      const [, statement] = (policy as { Statement: Record<string, Value>[] }).Statement;
      Object.assign(statement ?? {}, {
        Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } },
      });
    },
  },
];

/** In all ways to run it: Standard behind nginx has alarms that neither profile of the tests has. */
function everywhere(templates: World['templates']): readonly ResolvedResource[] {
  const { all } = worldOf(templates);
  return [...all, ...worldOf(behindNginx(templates)).standard.resources];
}

function behindNginx(templates: World['templates']): World['templates'] {
  const copy = structuredClone(templates);
  const always = { 'Fn::Equals': ['', ''] };
  for (const { Conditions = {} } of Object.values(copy))
    for (const name of ['WatchesTasks', 'RunsBehindNginx']) if (name in Conditions) Conditions[name] = always;
  return copy;
}
