/** Facts of AWS that an emulator forgives, each of which must be visible in the templates. */
import type { Statement } from '../../src/access.ts';
import { find } from '../../src/resolve.ts';
import { stackNames, type Templates } from '../../src/stacks.ts';
import { textOf, type Value } from '../../src/template.ts';
import {
  at,
  idsOf,
  objectsBelow,
  ofType,
  resourceIn,
  type Rule,
  set,
  valuesBelow,
  type World,
} from './rule.ts';

const text = (value: unknown) => JSON.stringify(value ?? null);
/** A rule about one resource of the free profile. */
const about = (
  title: string,
  id: string,
  holds: (properties: Record<string, Value>, world: World) => boolean,
  introduceFault: Rule['introduceFault'],
): Rule => ({
  title,
  violations: (world) => (holds(find(world.free, id).Properties, world) ? [] : [id]),
  introduceFault,
});

const denies = (policy: Record<string, Value>): Statement[] =>
  objectsBelow(policy).filter((found) => found.Effect === 'Deny') as unknown as Statement[];
const statement = (policy: Record<string, Value>, sid: string) =>
  objectsBelow(policy).find(({ Sid }) => Sid === sid) as unknown as Statement | undefined;

const day = 24 * 60 * 60;
/** PostgreSQL's default on a micro is some 80; what all pools and listeners together may take. */
const maxConnections = 60;
const listenersOfAProcess = 2;
/** Of the 1024 MiB of a t3.micro, what ECS gives to tasks. */
const microHostMib = 900;
/** Code, buffers and young objects of a process, as measured, and its health check beside it. */
const memoryBesideHeapMib = 128;

/** EC2 refuses any other description of a security group or of one of its rules, and with it the whole stack. */
const allowedDescription = /^[a-zA-Z0-9 ._\-:/()#,@[\]+=&;{}!$*]{1,255}$/;

/**
 * Descriptions of EC2 and RDS resources, in all branches of all conditions, as `stack resource: text`. RDS's own
 * limits are wider; one rule for both is easier to keep.
 */
function refusedDescriptions(templates: Templates): string[] {
  return Object.entries(templates).flatMap(([stack, { Resources }]) =>
    Object.entries(Resources)
      .filter(([, { Type }]) => /^AWS::(EC2|RDS)::/.test(Type))
      .flatMap(([id, { Properties }]) =>
        objectsBelow(Properties)
          .flatMap((found) => Object.entries(found))
          .filter(([name]) => name.endsWith('Description'))
          .flatMap(([, description]) => [...valuesBelow(description)])
          .filter((found) => typeof found === 'string' && !allowedDescription.test(found))
          .map((found) => `${stack} ${id}: ${textOf(found)}`),
      ),
  );
}

/** A fault of each kind of description. */
const descriptions: [kind: string, introduceFault: Rule['introduceFault']][] = [
  [
    'a security group',
    (templates) => set(templates, 'DatabaseGroup', 'GroupDescription', "The database's own"),
  ],
  [
    'a rule inside a group',
    (templates) => set(templates, 'HostGroup', 'SecurityGroupEgress.0.Description', "AWS's own services"),
  ],
  [
    'a rule inside a group, in a branch that neither profile takes',
    (templates) => {
      const rules = at(resourceIn(templates, 'HostGroup').Properties, 'SecurityGroupIngress.Fn::If');
      Object.assign(at(rules, '1.0') as object, { Description: 'CloudFront → nginx' });
    },
  ],
  [
    'a rule of its own',
    (templates) => set(templates, 'HostToDatabase', 'Description', 'API "to" PostgreSQL'),
  ],
  [
    'a rule of its own, too long',
    (templates) => set(templates, 'DatabaseFromHost', 'Description', 'x'.repeat(256)),
  ],
  [
    'a group of parameters',
    (templates) => set(templates, 'ParameterGroup', 'Description', "What differs from AWS's defaults"),
  ],
];

export const facts: Rule[] = [
  ...descriptions.map(([kind, introduceFault]): Rule => ({
    title: `EC2 and RDS take the description of ${kind}`,
    violations: ({ templates }) => refusedDescriptions(templates),
    introduceFault,
  })),
  about(
    'browsers may PUT with the two headers that are signed, and GET, from exact origins, and see the ETag',
    'UploadsBucket',
    ({ CorsConfiguration }) => {
      const rule = at(CorsConfiguration, 'CorsRules.0');
      return (
        text(at(rule, 'AllowedMethods')) === '["PUT","GET"]' &&
        text(at(rule, 'AllowedHeaders')) === '["content-type","if-none-match"]' &&
        text(at(rule, 'ExposedHeaders')) === '["ETag"]' &&
        !text(at(rule, 'AllowedOrigins')).includes('*')
      );
    },
    (templates) => set(templates, 'UploadsBucket', 'CorsConfiguration.CorsRules.0.ExposedHeaders', []),
  ),
  about(
    'writes to uploads/ are refused without If-None-Match, but for parts, and after 15 minutes',
    'UploadsBucketPolicy',
    (policy) => {
      const once = statement(policy, 'OnceOnly');
      const old = statement(policy, 'NoOldSignatures');
      return (
        denies(policy).length === 6 &&
        once?.Condition?.Null?.['s3:if-none-match'] === 'true' &&
        once.Condition.Bool?.['s3:ObjectCreationOperation'] === 'true' &&
        old?.Condition?.NumericGreaterThan?.['s3:signatureAge'] === '900000' &&
        [once, old].every(({ Resource }) => textOf(Resource).endsWith('/uploads/*'))
      );
    },
    (templates) => {
      const found = objectsBelow(resourceIn(templates, 'UploadsBucketPolicy').Properties).find(
        ({ Sid }) => Sid === 'OnceOnly',
      );
      delete (found?.Condition as { Bool?: unknown }).Bool;
    },
  ),
  {
    title:
      'two buckets: browsers and events know only the first, the CDN only the second, only the Lambdas write the second',
    violations: ({ free }) => {
      const media = find(free, 'MediaBucket').Properties;
      const uploads = find(free, 'UploadsBucket').Properties;
      const writers = statement(find(free, 'MediaBucketPolicy').Properties, 'WrittenByTheLambdas');
      const onlyLambdas =
        text(writers?.Condition?.ArnNotEquals?.['aws:PrincipalArn']) ===
        text(['inspector', 'decoder'].map((name) => `arn:aws:iam::123456789012:role/media-feed-${name}`));
      const origins = text(find(free, 'Distribution').Properties);
      return [
        ...(media.CorsConfiguration || text(media.NotificationConfiguration).includes('Lambda')
          ? ['MediaBucket']
          : []),
        ...(text(uploads.NotificationConfiguration).includes('function:media-feed-inspector')
          ? []
          : ['UploadsBucket']),
        ...(onlyLambdas ? [] : ['MediaBucketPolicy']),
        ...(origins.includes('UploadsBucket') ? ['Distribution'] : []),
      ];
    },
    introduceFault: (templates) => set(templates, 'MediaBucket', 'CorsConfiguration', { CorsRules: [] }),
  },
  about(
    'the Lambda is invoked for whole uploads under uploads/ alone',
    'UploadsBucket',
    ({ NotificationConfiguration }) => {
      const events = at(NotificationConfiguration, 'LambdaConfigurations') as Value[];
      const names = events.map((event) => at(event, 'Event')).sort();
      const prefixes = events.map((event) => at(event, 'Filter.S3Key.Rules.0.Value'));
      return (
        text(names) === '["s3:ObjectCreated:CompleteMultipartUpload","s3:ObjectCreated:Put"]' &&
        prefixes.every((prefix) => prefix === 'uploads/')
      );
    },
    (templates) => {
      const configuration = resourceIn(templates, 'UploadsBucket').Properties.NotificationConfiguration;
      const event = objectsBelow(configuration).find(({ Event }) => Event === 's3:ObjectCreated:Put');
      Object.assign(event ?? {}, { Event: 's3:ObjectCreated:*' });
    },
  ),
  {
    title: 'the Lambda and the permission to call it know the bucket by its name, which comes later',
    violations: ({ templates }) => {
      const { UploadsMayInvoke, Inspector } = templates['media-processing'].Resources;
      const inOrder = stackNames.indexOf('media-processing') < stackNames.indexOf('uploads');
      const source = textOf(at(UploadsMayInvoke?.Properties, 'SourceArn.Fn::Sub'));
      return inOrder &&
        Inspector &&
        source.endsWith(':s3:::${Project}-uploads-${AWS::AccountId}-${AWS::Region}')
        ? []
        : ['UploadsMayInvoke'];
    },
    introduceFault: (templates) =>
      set(templates, 'UploadsMayInvoke', 'SourceArn', {
        'Fn::Sub': 'arn:${AWS::Partition}:s3:::uploads-${AWS::AccountId}',
      }),
  },
  about(
    'failed events live an hour, are tried three times and end in a queue of their own',
    'InspectorRetries',
    ({ MaximumEventAgeInSeconds, MaximumRetryAttempts, DestinationConfig }) =>
      MaximumEventAgeInSeconds === 3600 &&
      MaximumRetryAttempts === 2 &&
      textOf(at(DestinationConfig, 'OnFailure.Destination')).endsWith(':media-feed-failures'),
    (templates) => set(templates, 'InspectorRetries', 'MaximumEventAgeInSeconds', 21600),
  ),
  {
    title: 'concurrency is reserved only where somebody asks for it: new accounts have ten',
    violations: ({ free, standard }) => {
      const reserved = [free, standard].map(
        (stacks) => find(stacks, 'Inspector').Properties.ReservedConcurrentExecutions,
      );
      return text(reserved) === text([undefined, '10']) ? [] : ['Inspector'];
    },
    introduceFault: (templates) => set(templates, 'Inspector', 'ReservedConcurrentExecutions', 10),
  },
  {
    title:
      'queues hide a message for 60 s or more, poll long, keep it 4 days, give it up after 5 receives; dead letters stay 14',
    violations: ({ free }) =>
      idsOf(
        free.resources
          .filter(({ Type }) => Type === 'AWS::SQS::Queue')
          .filter(({ id, Properties }) => {
            if (id === 'DeadLetterQueue') return Properties.MessageRetentionPeriod !== 14 * day;
            return (
              Properties.MessageRetentionPeriod !== 4 * day ||
              Number(Properties.VisibilityTimeout) < 60 ||
              Properties.ReceiveMessageWaitTimeSeconds !== 20 ||
              at(Properties, 'RedrivePolicy.maxReceiveCount') !== 5 ||
              !textOf(at(Properties, 'RedrivePolicy.deadLetterTargetArn')).endsWith('dead-letters')
            );
          }),
      ),
    introduceFault: (templates) => set(templates, 'ResultsQueue', 'VisibilityTimeout', 30),
  },
  {
    title: 'nobody but the Lambdas and the redrive can send a result, and nobody but the API can receive one',
    violations: ({ free }) =>
      ['ResultsQueuePolicy', 'FailuresQueuePolicy'].filter((id) => {
        const policy = find(free, id).Properties;
        const [sent, read] = ['SentByTheLambda', 'ReadByTheApi'].map((sid) =>
          text(statement(policy, sid)?.Condition?.ArnNotEquals?.['aws:PrincipalArn']),
        );
        const role = (name: string) => `"arn:aws:iam::123456789012:role/media-feed-${name}"`;
        const decoder = id === 'ResultsQueuePolicy' ? [role('decoder')] : [];
        const senders = [role('inspector'), ...decoder, role('redrive')].join(',');
        return sent !== `[${senders}]` || read !== role('api');
      }),
    introduceFault: (templates) => {
      const found = objectsBelow(resourceIn(templates, 'ResultsQueuePolicy').Properties).find(
        ({ Sid }) => Sid === 'ReadByTheApi',
      );
      Object.assign(found ?? {}, { Condition: {} });
    },
  },
  {
    title:
      'nobody but the API and the redrive can ask the decoder, and nobody but the decoder takes requests',
    violations: ({ free }) => {
      const policy = find(free, 'DecodeQueuePolicy').Properties;
      const [sent, read] = ['AskedByTheApi', 'ReadByTheDecoder'].map((sid) =>
        text(statement(policy, sid)?.Condition?.ArnNotEquals?.['aws:PrincipalArn']),
      );
      const role = (name: string) => `"arn:aws:iam::123456789012:role/media-feed-${name}"`;
      const asked = sent === `[${role('api')},${role('redrive')}]`;
      return asked && read === role('decoder') ? [] : ['DecodeQueuePolicy'];
    },
    introduceFault: (templates) => {
      const found = objectsBelow(resourceIn(templates, 'DecodeQueuePolicy').Properties).find(
        ({ Sid }) => Sid === 'AskedByTheApi',
      );
      Object.assign(found ?? {}, { Condition: {} });
    },
  },
  {
    title: 'the decoder’s queue hides a message for six times as long as the decoder may run',
    violations: ({ free }) =>
      Number(find(free, 'DecodeQueue').Properties.VisibilityTimeout) >=
      6 * Number(find(free, 'Decoder').Properties.Timeout)
        ? []
        : ['DecodeQueue'],
    introduceFault: (templates) => set(templates, 'Decoder', 'Timeout', 900),
  },
  {
    title:
      'with the malware scan on, its result starts the Lambda in place of the upload, and all else ends REJECTED',
    violations: ({ free, standard }) => {
      const rule = (id: string) => text(find(standard, id).Properties);
      const invokes = text(find(standard, 'UploadsBucket').Properties.NotificationConfiguration);
      const here = standard.resources.map(({ id }) => id);
      const violations = [
        ...(invokes.includes('Lambda') ? ['UploadsBucket'] : []),
        ...(rule('ScanPassed').includes('"scanResultStatus":["NO_THREATS_FOUND"]') ? [] : ['ScanPassed']),
        ...(rule('ScanRejected').includes('{"anything-but":"NO_THREATS_FOUND"}') ? [] : ['ScanRejected']),
        ...(rule('ScanRejected').includes(':media-feed-failures') ? [] : ['ScanRejected']),
        ...(here.includes('ScanPassedMayInvoke') ? [] : ['ScanPassedMayInvoke']),
      ];
      return free.resources.some(({ id }) => id.startsWith('Scan'))
        ? [...violations, 'a scan nobody asked for']
        : violations;
    },
    introduceFault: (templates) => {
      const bucket = resourceIn(templates, 'UploadsBucket').Properties;
      const [, whenOn] = at(bucket, 'NotificationConfiguration.LambdaConfigurations.Fn::If') as Value[];
      bucket.NotificationConfiguration = { LambdaConfigurations: whenOn ?? null };
    },
  },
  {
    title: 'edge and browser keep media for a day, under headers that make them harmless',
    violations: ({ free }) =>
      ['Image', 'Video', 'Audio'].flatMap((type) => {
        const cache = at(find(free, `${type}CachePolicy`).Properties, 'CachePolicyConfig');
        const headers = text(find(free, `${type}ResponseHeaders`).Properties);
        const wanted = [
          '"ContentTypeOptions":{"Override":true}',
          `"sandbox; default-src 'none'"`,
          '"Value":"cross-origin"',
        ];
        const day = at(cache, 'MaxTTL') === 86400 && at(cache, 'DefaultTTL') === 86400;
        return day && wanted.every((part) => headers.includes(part)) ? [] : [type];
      }),
    introduceFault: (templates) => set(templates, 'VideoCachePolicy', 'CachePolicyConfig.MaxTTL', 31536000),
  },
  {
    // «CloudFront adds the headers in the policy to every response that it sends», errors included (CloudFront
    // Developer Guide, «Add or remove HTTP headers in CloudFront responses»).
    title: 'how long browsers keep media is said by the objects, and so of no error',
    violations: (world) =>
      idsOf(
        ofType(world, 'AWS::CloudFront::ResponseHeadersPolicy').filter(({ Properties }) =>
          text(Properties).toLowerCase().includes('"cache-control"'),
        ),
      ),
    introduceFault: (templates) =>
      set(templates, 'VideoResponseHeaders', 'ResponseHeadersPolicyConfig.CustomHeadersConfig.Items.0', {
        Header: 'Cache-Control',
        Value: 'public, max-age=86400, immutable',
        Override: true,
      }),
  },
  {
    title: 'one cache policy and one response headers policy for each of image, video and audio, by path',
    violations: ({ free }) => {
      const distribution = free.resources.find(
        ({ id, stack }) => id === 'Distribution' && stack === 'media-cdn',
      );
      const behaviors = at(distribution?.Properties, 'DistributionConfig.CacheBehaviors') as Record<
        string,
        string
      >[];
      const paths = behaviors.map(({ PathPattern }) => PathPattern);
      const policies = (name: string) => new Set(behaviors.map((behavior) => behavior[name])).size;
      return text(paths) === '["media/image/*","media/video/*","media/audio/*"]' &&
        policies('CachePolicyId') === 3 &&
        policies('ResponseHeadersPolicyId') === 3
        ? []
        : ['Distribution'];
    },
    introduceFault: ({ 'media-cdn': { Resources } }) => {
      const list = at(Resources.Distribution?.Properties, 'DistributionConfig.CacheBehaviors') as Record<
        string,
        Value
      >[];
      Object.assign(list[1] ?? {}, { CachePolicyId: list[0]?.CachePolicyId });
    },
  },
  {
    title: 'what is deleted from the media bucket is invalidated: /media/{type}/{id}/*, retried',
    violations: ({ free }) => {
      const machine = text(find(free, 'Invalidation').Properties);
      const rule = text(find(free, 'MediaDeleted').Properties);
      const right = machine.includes('[[0..2]]') && machine.includes("& '/*'") && machine.includes('"Retry"');
      const notifications = find(free, 'MediaBucket').Properties.NotificationConfiguration;
      return right &&
        rule.includes('Object Deleted') &&
        at(notifications, 'EventBridgeConfiguration.EventBridgeEnabled') === true
        ? []
        : ['Invalidation'];
    },
    introduceFault: (templates) => set(templates, 'MediaBucket', 'NotificationConfiguration', {}),
  },
  {
    title: 'errors are kept for a second at most, and no page of the app hides an error of the API',
    violations: (world) =>
      ofType(world, 'AWS::CloudFront::Distribution').flatMap(({ id, stack, Properties }) => {
        const responses = at(Properties, 'DistributionConfig.CustomErrorResponses') as Record<
          string,
          Value
        >[];
        const kept = responses.some(
          (response) => Number(response.ErrorCachingMinTTL) > 1 || 'ResponsePagePath' in response,
        );
        const covered = [403, 404, 500, 503].every((code) =>
          responses.some(({ ErrorCode }) => ErrorCode === code),
        );
        return kept || !covered ? [`${stack} ${id}`] : [];
      }),
    introduceFault: ({ frontend: { Resources } }) => {
      const list = at(
        Resources.Distribution?.Properties,
        'DistributionConfig.CustomErrorResponses',
      ) as Record<string, Value>[];
      Object.assign(list[1] ?? {}, { ResponsePagePath: '/index.html', ResponseCode: 200 });
    },
  },
  {
    title: 'a page of the feed lives a second at the edge, and nobody shares a signed-in one',
    violations: ({ free }) => {
      const policy = at(find(free, 'FeedCachePolicy').Properties, 'CachePolicyConfig');
      const key = text(at(policy, 'ParametersInCacheKeyAndForwardedToOrigin.HeadersConfig.Headers'));
      return at(policy, 'MinTTL') === 0 && at(policy, 'MaxTTL') === 1 && key.includes('authorization')
        ? []
        : ['FeedCachePolicy'];
    },
    introduceFault: (templates) => set(templates, 'FeedCachePolicy', 'CachePolicyConfig.MinTTL', 1),
  },
  {
    title: 'CloudFront reads buckets by origin access control, the old identity is empty',
    violations: (world) =>
      ofType(world, 'AWS::CloudFront::Distribution').flatMap(({ id, Properties }) =>
        (at(Properties, 'DistributionConfig.Origins') as Value[])
          .filter((origin) => at(origin, 'S3OriginConfig') !== undefined)
          .filter(
            (origin) =>
              !at(origin, 'OriginAccessControlId') ||
              at(origin, 'S3OriginConfig.OriginAccessIdentity') !== '',
          )
          .map(() => id),
      ),
    introduceFault: ({ frontend: { Resources } }) => {
      delete (at(Resources.Distribution?.Properties, 'DistributionConfig.Origins.0') as Record<string, Value>)
        .OriginAccessControlId;
    },
  },
  {
    title:
      "behind nginx: one host, two services on ports of their own, deployed one after the other, nginx on the host's network",
    violations: ({ free, templates }) => {
      const port = (id: string) =>
        at(find(free, id).Properties, 'ContainerDefinitions.0.PortMappings.0.HostPort');
      const nginxComesLast = stackNames.indexOf('ecs') < stackNames.indexOf('edge-nginx');
      const servers = text(find(free, 'NginxTask').Properties);
      return [
        ...(port('ApiTaskA') === 3001 && port('ApiTaskB') === 3002 ? [] : ['ports']),
        ...(servers.includes('172.17.0.1:3001 172.17.0.1:3002') && servers.includes('"NetworkMode":"host"')
          ? []
          : ['NginxTask']),
        ...(templates.ecs.Resources.ApiServiceB?.DependsOn === 'ApiServiceA' ? [] : ['ApiServiceB']),
        ...(nginxComesLast ? [] : ['NginxService']),
      ];
    },
    introduceFault: (templates) => {
      delete resourceIn(templates, 'ApiServiceB').DependsOn;
    },
  },
  {
    title: 'a task gets longer to stop than the API takes to end what is in flight',
    violations: (world) =>
      ofType(world, 'AWS::ECS::TaskDefinition').flatMap(({ id, Properties }) =>
        (Properties.ContainerDefinitions as Value[])
          .filter(
            (container) =>
              Number(at(container, 'StopTimeout') ?? 0) <= 8 ||
              at(container, 'LinuxParameters.InitProcessEnabled') !== true,
          )
          .map(() => id),
      ),
    introduceFault: (templates) => set(templates, 'ApiTaskA', 'ContainerDefinitions.0.StopTimeout', 5),
  },
  {
    title:
      'both processes, nginx and a migration fit into the micro host at once, and no heap outgrows its container',
    violations: ({ free }) => {
      const containers = free.resources
        .filter(({ Type }) => Type === 'AWS::ECS::TaskDefinition')
        .flatMap(({ id, Properties }) =>
          (Properties.ContainerDefinitions as Record<string, Value>[]).map((container) => ({
            id,
            container,
          })),
        );
      const reserved = containers.reduce(
        (sum, { container }) => sum + Number(container.MemoryReservation),
        0,
      );
      const loose = containers.filter(({ container }) => {
        const options = (container.Environment as { Name: string; Value: string }[]).find(
          ({ Name }) => Name === 'NODE_OPTIONS',
        );
        const heap = Number(/--max-old-space-size=(\d+)/.exec(options?.Value ?? '')?.[1]);
        return container.Name !== 'nginx' && !(heap + memoryBesideHeapMib <= Number(container.Memory));
      });
      return [...loose.map(({ id }) => id), ...(reserved > microHostMib ? [`${textOf(reserved)} MiB`] : [])];
    },
    introduceFault: (templates) => {
      const variables = at(
        resourceIn(templates, 'ApiTaskB').Properties,
        'ContainerDefinitions.0.Environment',
      ) as Record<string, Value>[];
      Object.assign(variables[0] ?? {}, { Value: '--max-old-space-size=256' });
    },
  },
  {
    title: 'managed scaling is off on the one host, and hosts exceed one only behind a load balancer',
    violations: ({ free, standard }) => {
      const status = [free, standard].map((stacks) =>
        at(find(stacks, 'HostCapacity').Properties, 'AutoScalingGroupProvider.ManagedScaling.Status'),
      );
      const hosts = find(free, 'Hosts').Properties;
      return text(status) === '["DISABLED","ENABLED"]' &&
        hosts.DesiredCapacity === '1' &&
        hosts.MinSize === '1'
        ? []
        : ['HostCapacity'];
    },
    introduceFault: (templates) =>
      set(templates, 'HostCapacity', 'AutoScalingGroupProvider.ManagedScaling.Status', 'ENABLED'),
  },
  about(
    'a replacement host takes the Elastic IP once nginx answers for the API, before the old one goes',
    'HostTemplate',
    ({ LaunchTemplateData }, { templates }) => {
      const script = textOf(at(LaunchTemplateData, 'UserData'));
      const update = text(
        (templates.cluster.Resources.Hosts as unknown as Record<string, unknown>).UpdatePolicy,
      );
      return (
        script.indexOf('127.0.0.1:8081/ready') > 0 &&
        script.indexOf('127.0.0.1:8081/ready') < script.indexOf('aws ec2 associate-address') &&
        script.indexOf('aws ec2 associate-address') < script.indexOf('cfn-signal') &&
        update.includes('"MinInstancesInService":1') &&
        update.includes('"WaitOnResourceSignals":true')
      );
    },
    (templates) => {
      const hosts = templates.cluster.Resources.Hosts as unknown as {
        UpdatePolicy: Record<string, Record<string, unknown>>;
      };
      hosts.UpdatePolicy.AutoScalingRollingUpdate = { MinInstancesInService: 0 };
    },
  ),
  about(
    'secrets are read by ECS alone: SSM and the one key behind it',
    'ExecutionRole',
    (role) => {
      const [decrypt] = objectsBelow(role).filter(({ Action }) => Action === 'kms:Decrypt');
      const condition = text(decrypt?.Condition);
      return (
        condition.includes('ssm.eu-central-1.amazonaws.com') &&
        condition.includes('alias/aws/ssm') &&
        text(role).includes('ssm:GetParameters')
      );
    },
    (templates) => {
      const [decrypt] = objectsBelow(resourceIn(templates, 'ExecutionRole').Properties).filter(
        ({ Action }) => Action === 'kms:Decrypt',
      );
      delete decrypt?.Condition;
    },
  ),
  {
    title: 'no template pretends to make a SecureString, and none holds a secret',
    violations: ({ templates, ...world }) => [
      ...idsOf(ofType(world, 'AWS::SSM::Parameter', 'AWS::SecretsManager::Secret')),
      ...Object.entries(templates).flatMap(([stack, { Parameters }]) =>
        Object.entries(Parameters)
          .filter(([name, { NoEcho }]) => /(Secret|Password)$/.test(name) && !NoEcho)
          .map(([name]) => `${stack} ${name}`),
      ),
      ...(text(templates.database).includes('{{resolve:ssm-secure:/${Project}/database-password:')
        ? []
        : ['Database']),
    ],
    introduceFault: ({ frontend }) => {
      delete frontend.Parameters.OriginSecret?.NoEcho;
    },
  },
  about(
    'the database speaks TLS alone, by a certificate that the image can verify',
    'ParameterGroup',
    ({ Parameters }, { free }) => {
      const certificate = find(free, 'Database').Properties.CACertificateIdentifier;
      const files = ['ApiTaskA', 'ApiTaskB', 'MaintenanceTask'].map((id) => text(find(free, id).Properties));
      return (
        at(Parameters, 'rds.force_ssl') === undefined &&
        (Parameters as Record<string, Value>)['rds.force_ssl'] === '1' &&
        certificate === 'rds-ca-rsa2048-g1' &&
        files.every((file) =>
          file.includes('{"Name":"DATABASE_CA_FILE","Value":"/etc/ssl/certs/rds-global-bundle.pem"}'),
        )
      );
    },
    (templates) => {
      (resourceIn(templates, 'ParameterGroup').Properties.Parameters as Record<string, Value>)[
        'rds.force_ssl'
      ] = '0';
    },
  ),
  {
    title:
      'pools and listeners of all processes, those of a second host included, sum to 60 connections at most',
    violations: ({ templates }) => {
      const pool = Number(templates.ecs.Parameters.DatabasePoolSize?.Default);
      // Two services on the old host, two on the new one while it takes over.
      return 4 * (pool + listenersOfAProcess) > maxConnections ? [`${textOf(pool)} a process`] : [];
    },
    introduceFault: ({ ecs }) => {
      if (ecs.Parameters.DatabasePoolSize) ecs.Parameters.DatabasePoolSize.Default = 20;
    },
  },
  {
    title:
      'with transfer acceleration the bucket, the URLs that the API signs and what the page may talk to go together',
    violations: ({ free, standard }) =>
      [
        { stacks: free, status: 'Suspended', host: 'UploadsBucket.RegionalDomainName', tasks: ['ApiTaskA'] },
        {
          stacks: standard,
          status: 'Enabled',
          host: 'media-feed-uploads-123456789012-eu-central-1.s3-accelerate.amazonaws.com',
          tasks: ['ApiTask'],
        },
      ].flatMap(({ stacks, status, host, tasks }) => {
        const bucket = find(stacks, 'UploadsBucket').Properties;
        const signs = tasks.every(
          (task) =>
            text(find(stacks, task).Properties).includes('{"Name":"STORAGE_ACCELERATE","Value":"on"}') ===
            (status === 'Enabled'),
        );
        return [
          ...(at(bucket, 'AccelerateConfiguration.AccelerationStatus') === status ? [] : ['UploadsBucket']),
          ...(text(find(stacks, 'SiteHeaders').Properties).includes(`connect-src 'self' https://${host} `)
            ? []
            : ['SiteHeaders']),
          ...(signs ? [] : tasks),
        ];
      }),
    introduceFault: ({ uploads: { Outputs } }) => {
      if (Outputs?.UploadsHost)
        Outputs.UploadsHost.Value = { 'Fn::GetAtt': ['UploadsBucket', 'RegionalDomainName'] };
    },
  },
  about(
    'Database Insights took the place of Performance Insights',
    'Database',
    ({ DatabaseInsightsMode }) => DatabaseInsightsMode === 'standard',
    (templates) => {
      delete resourceIn(templates, 'Database').Properties.DatabaseInsightsMode;
    },
  ),
  {
    title:
      'nothing crosses a region by export: certificates come by parameter, and CloudFront is watched where it measures',
    violations: ({ templates }) => {
      const { 'ssl-us-east-1': ssl, ...others } = templates;
      const elsewhere = Object.entries(others)
        .filter(([, template]) => text(template.Resources).includes('"Namespace":"AWS/CloudFront"'))
        .map(([stack]) => stack);
      return text(ssl).includes('Fn::ImportValue') || text(ssl.Outputs).includes('Export')
        ? ['ssl-us-east-1']
        : elsewhere;
    },
    introduceFault: ({ 'ssl-us-east-1': ssl }) => {
      const [output] = Object.values(ssl.Outputs ?? {});
      if (output) output.Export = { Name: 'certificate' };
    },
  },
  {
    title: 'the alarm topic is not behind a key that lets no alarm in',
    violations: (world) =>
      idsOf(ofType(world, 'AWS::SNS::Topic').filter(({ Properties }) => Properties.KmsMasterKeyId)),
    introduceFault: (templates) => set(templates, 'AlarmTopic', 'KmsMasterKeyId', 'alias/aws/sns'),
  },
  about(
    'the Lambda is Node 24, outside the VPC, with the time and memory that its sandbox needs',
    'Inspector',
    ({ Runtime, VpcConfig, Timeout, MemorySize, Handler }) =>
      Runtime === 'nodejs24.x' &&
      VpcConfig === undefined &&
      Timeout === 900 &&
      Number(MemorySize) >= 1792 &&
      Handler === 'handler.handler',
    (templates) => set(templates, 'Inspector', 'Runtime', 'nodejs20.x'),
  ),
  about(
    'the decoder is Node 24, outside the VPC, beside the inspector’s bundle, one message at a time',
    'Decoder',
    ({ Runtime, VpcConfig, MemorySize, Handler, Code }) =>
      Runtime === 'nodejs24.x' &&
      VpcConfig === undefined &&
      Number(MemorySize) >= 1792 &&
      Handler === 'decode-handler.handler' &&
      textOf(at(Code, 'S3Key')).startsWith('decoder/lambda/'),
    (templates) => set(templates, 'Decoder', 'Handler', 'handler.handler'),
  ),
];
