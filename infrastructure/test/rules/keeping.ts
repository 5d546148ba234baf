/** What is kept, encrypted and watched. */
import { resolveAll } from '../../src/resolve.ts';
import { textOf, type Value } from '../../src/template.ts';
import { at, idsOf, objectsBelow, ofType, profiles, resourceIn, type Rule, set, worldOf } from './rule.ts';

/**
 * Losing one of these loses what people gave us. A bucket that a failed first deployment left behind would keep its
 * name, and the next one would fail for it.
 */
const keepers: Record<string, string> = {
  Database: 'Snapshot',
  MediaBucket: 'RetainExceptOnCreate',
  UploadsBucket: 'RetainExceptOnCreate',
  SiteBucket: 'RetainExceptOnCreate',
  BundleBucket: 'RetainExceptOnCreate',
  CertificateBucket: 'RetainExceptOnCreate',
  DeadLetterQueue: 'RetainExceptOnCreate',
};
const stateful = ['AWS::RDS::DBInstance', 'AWS::S3::Bucket', 'AWS::Logs::LogGroup', 'AWS::ECR::Repository'];

/** AWS gives ten alarms for nothing, those in us-east-1 included. */
const freeAlarms = 10;
const freeMetrics = 10;
/** The time to a result is measured for READY and REJECTED apart. */
const dimensionsMore = (names: readonly string[]) =>
  names.filter((name) => name.startsWith('media_feed_upload_inspection')).length;

export const keeping: Rule[] = [
  {
    title: 'what holds data declares what becomes of it, on deletion and on replacement',
    violations: (world) =>
      world.all
        .filter(({ id, Type }) => stateful.includes(Type) || id in keepers)
        .filter(({ id, DeletionPolicy, UpdateReplacePolicy }) => {
          const wanted = keepers[id] ?? 'Delete';
          return DeletionPolicy !== wanted || UpdateReplacePolicy !== wanted.replace('ExceptOnCreate', '');
        })
        .map(({ id }) => id),
    introduceFault: (templates) => (resourceIn(templates, 'MediaBucket').UpdateReplacePolicy = 'Delete'),
  },
  {
    title: 'every bucket, queue, volume and database is encrypted',
    violations: (world) => [
      ...idsOf(
        ofType(world, 'AWS::S3::Bucket').filter(
          ({ Properties }) => !JSON.stringify(Properties.BucketEncryption ?? null).includes('AES256'),
        ),
      ),
      ...idsOf(
        ofType(world, 'AWS::SQS::Queue').filter(({ Properties }) => Properties.SqsManagedSseEnabled !== true),
      ),
      ...idsOf(
        ofType(world, 'AWS::RDS::DBInstance').filter(
          ({ Properties }) => Properties.StorageEncrypted !== true,
        ),
      ),
      ...ofType(world, 'AWS::EC2::LaunchTemplate').flatMap(({ id, Properties }) =>
        objectsBelow(Properties)
          .filter((found) => 'VolumeSize' in found && found.Encrypted !== true)
          .map(() => id),
      ),
    ],
    introduceFault: (templates) => set(templates, 'DeadLetterQueue', 'SqsManagedSseEnabled', false),
  },
  {
    title: 'no line of a log is kept for ever',
    violations: (world) =>
      idsOf(
        ofType(world, 'AWS::Logs::LogGroup').filter(
          ({ Properties }) => Number(Properties.RetentionInDays ?? 0) < 1,
        ),
      ),
    introduceFault: (templates) => {
      delete resourceIn(templates, 'InspectorLogs').Properties.RetentionInDays;
    },
  },
  {
    title:
      'every alarm notifies somebody when it rings and when it ends, and declares what missing data means and where to read on',
    violations: (world) =>
      idsOf(
        ofType(world, 'AWS::CloudWatch::Alarm').filter(({ Properties }) => {
          const notifies = (list: Value | undefined) =>
            Array.isArray(list) && textOf(list[0]).startsWith('arn:aws:sns:');
          const { AlarmActions, OKActions, TreatMissingData, AlarmDescription } = Properties;
          const reads = textOf(AlarmDescription).includes('docs/operations.md «');
          return !notifies(AlarmActions) || !notifies(OKActions) || !TreatMissingData || !reads;
        }),
      ),
    introduceFault: (templates) => set(templates, 'DeadLetterAlarm', 'AlarmActions', []),
  },
  {
    title:
      'every function, queue, database, group of hosts and state machine is watched by an alarm or a rule that notifies somebody',
    violations: (world) => {
      const watched = JSON.stringify(
        world.all.filter(({ Type, Properties }) => {
          const notifies = JSON.stringify(Properties).includes('arn:aws:sns:');
          return Type === 'AWS::CloudWatch::Alarm' || (Type === 'AWS::Events::Rule' && notifies);
        }),
      );
      const names: Record<string, (properties: Record<string, Value>, id: string) => string> = {
        'AWS::Lambda::Function': ({ FunctionName }) => textOf(FunctionName),
        'AWS::SQS::Queue': ({ QueueName }) => textOf(QueueName),
        'AWS::RDS::DBInstance': () => '"DBInstanceIdentifier"',
        'AWS::AutoScaling::AutoScalingGroup': () => '"AutoScalingGroupName"',
        'AWS::StepFunctions::StateMachine': ({ StateMachineName }) =>
          `stateMachine:${textOf(StateMachineName)}`,
        'AWS::CertificateManager::Certificate': () => 'DaysToExpiry',
        'AWS::EC2::NatGateway': () => '"NatGatewayId"',
        'AWS::ElasticLoadBalancingV2::LoadBalancer': () => 'HTTPCode_ELB_5XX_Count',
        'AWS::CloudFront::Distribution': () => '5xxErrorRate',
        'AWS::ECS::Service': () => 'ECS Deployment State Change',
      };
      return world.all
        .filter(({ Type, Properties, id }) => {
          const name = names[Type]?.(Properties, id);
          return (
            name !== undefined &&
            !watched.includes(JSON.stringify(name).slice(1, -1)) &&
            !watched.includes(name)
          );
        })
        .map(({ id }) => id);
    },
    introduceFault: (templates) => {
      delete templates['media-processing'].Resources.ResultsAgeAlarm;
    },
  },
  {
    title:
      'the free profile has no more alarms than are free, with a domain and TLS too, and one dashboard of three',
    violations: ({ free, templates }) => {
      const withDomain = resolveAll(templates, { ...profiles.tlsBehindNginx, Profile: 'FreeTier' });
      return [free, withDomain].flatMap(({ resources }) => {
        const count = (type: string) => resources.filter(({ Type }) => Type === type).length;
        return [
          ...(count('AWS::CloudWatch::Alarm') > freeAlarms ? ['too many alarms'] : []),
          ...(count('AWS::CloudWatch::Dashboard') > 3 ? ['too many dashboards'] : []),
        ];
      });
    },
    introduceFault: (templates) => {
      resourceIn(templates, 'CertificateAlarm').Condition = 'HasDomain';
    },
  },
  {
    title: 'the free profile has no more metrics of its own than are free',
    violations: ({ free }) => {
      const counted = free.resources.filter(({ Type }) => Type === 'AWS::Logs::MetricFilter').length;
      const written = free.resources
        .filter(({ Type }) => Type === 'AWS::ECS::TaskDefinition')
        .flatMap(({ Properties }) => objectsBelow(Properties.ContainerDefinitions))
        .filter(({ Name }) => Name === 'METRICS_EMF_NAMES')
        .map(({ Value: names }) => textOf(names).split(','));
      const most = Math.max(...written.map((names) => names.length + dimensionsMore(names)), 0);
      // Three programs write: two of the API, and whoever maintains.
      return written.length === 3 && counted + most <= freeMetrics
        ? []
        : [`${String(counted + most)} metrics`];
    },
    introduceFault: (templates) => {
      for (const found of objectsBelow(resourceIn(templates, 'ApiTaskA').Properties))
        if (found.Name === 'METRICS_EMF_NAMES') found.Value = `${textOf(found.Value)},a,b,c`;
    },
  },
  {
    title: 'the free profile buys no NAT gateway, load balancer, second zone or flow logs',
    violations: ({ free }) => {
      const bought = free.resources.filter(({ Type, Properties }) => {
        if (
          ['AWS::EC2::NatGateway', 'AWS::ElasticLoadBalancingV2::LoadBalancer', 'AWS::EC2::FlowLog'].includes(
            Type,
          )
        )
          return true;
        const { MultiAZ, AllocatedStorage, MaxAllocatedStorage } = Properties;
        return (
          Type === 'AWS::RDS::DBInstance' &&
          (MultiAZ === true || Number(AllocatedStorage) > 20 || MaxAllocatedStorage !== undefined)
        );
      });
      return idsOf(bought);
    },
    introduceFault: (templates) => set(templates, 'Database', 'MultiAZ', true),
  },
  {
    title:
      'the database can be put back to any second of its days, and is deleted only once its protection has been switched off',
    violations: (world) =>
      idsOf(
        ofType(world, 'AWS::RDS::DBInstance').filter(
          ({ Properties }) =>
            Number(Properties.BackupRetentionPeriod) < 1 ||
            Properties.DeletionProtection !== 'true' ||
            Properties.DeleteAutomatedBackups !== false,
        ),
      ),
    introduceFault: (templates) => set(templates, 'Database', 'DeleteAutomatedBackups', true),
  },
  {
    title: 'a deployment that fails is rolled back',
    violations: (world) =>
      idsOf(
        ofType(world, 'AWS::ECS::Service').filter(({ Properties }) => {
          const breaker = at(Properties.DeploymentConfiguration, 'DeploymentCircuitBreaker');
          return at(breaker, 'Enable') !== true || at(breaker, 'Rollback') !== true;
        }),
      ),
    introduceFault: (templates) =>
      set(templates, 'ApiServiceB', 'DeploymentConfiguration.DeploymentCircuitBreaker.Rollback', false),
  },
  {
    title: 'without an image there is neither host nor service',
    violations: ({ templates }) => {
      const { free } = worldOf(templates);
      const before = worldOf(withoutImage(templates)).free;
      const count = (resources: typeof free.resources) =>
        resources.filter(({ Type }) => Type === 'AWS::ECS::Service').length;
      const hosts = before.resources.find(({ id }) => id === 'Hosts')?.Properties.MinSize;
      return count(free.resources) === 3 && count(before.resources) === 0 && hosts === '0'
        ? []
        : ['services without an image'];
    },
    introduceFault: (templates) => {
      delete resourceIn(templates, 'ApiServiceA').Condition;
    },
  },
  {
    title:
      'every state machine, rule and asynchronous call that fails leaves its event in a queue, or notifies somebody',
    violations: (world) => [
      ...ofType(world, 'AWS::Events::Rule')
        .flatMap(({ id, Properties }) => (Properties.Targets as Value[]).map((target) => ({ id, target })))
        .filter(
          ({ target }) =>
            // A line that is not written rings by its absence.
            !/^arn:aws:(sns|logs):/.test(textOf(at(target, 'Arn'))) && !at(target, 'DeadLetterConfig.Arn'),
        )
        .map(({ id }) => id),
      ...idsOf(
        ofType(world, 'AWS::Lambda::EventInvokeConfig').filter(
          ({ Properties }) => !at(Properties, 'DestinationConfig.OnFailure.Destination'),
        ),
      ),
      ...idsOf(
        ofType(world, 'AWS::StepFunctions::StateMachine').filter(
          ({ Properties }) => !JSON.stringify(Properties).includes('"Retry"'),
        ),
      ),
    ],
    introduceFault: (templates) => {
      const target = at(resourceIn(templates, 'MediaDeleted').Properties, 'Targets.0');
      delete (target as { DeadLetterConfig?: unknown }).DeadLetterConfig;
    },
  },
];

/** The same templates where nothing has been pushed yet. */
function withoutImage(templates: Parameters<typeof worldOf>[0]): Parameters<typeof worldOf>[0] {
  const copy = structuredClone(templates);
  const never = { 'Fn::Equals': [profiles.free.Profile, 'no image'] };
  for (const { Conditions = {} } of Object.values(copy))
    for (const name of ['HasImage', 'HasServices']) if (name in Conditions) Conditions[name] = never;
  return copy;
}
