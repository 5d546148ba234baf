/** What AWS refuses, or counts in another way, and emulators and linters let pass. */
import { matches } from '../../src/events.ts';
import { find, refusedParameters, resolveAll, type ResolvedResource } from '../../src/resolve.ts';
import { stackNames, teardownOrder, type StackName, type Templates } from '../../src/stacks.ts';
import { type Properties, textOf, type Value } from '../../src/template.ts';
import {
  at,
  idsOf,
  objectsBelow,
  ofType,
  profiles,
  resourceIn,
  type Rule,
  set,
  valuesBelow,
} from './rule.ts';

const text = (value: unknown) => JSON.stringify(value ?? null);
const containersOf = (task: ResolvedResource | undefined) =>
  (task?.Properties.ContainerDefinitions ?? []) as Properties[];
const stackOf = (templates: Templates, id: string): StackName | undefined =>
  stackNames.find((name) => templates[name].Resources[id]);
/** Ids of all that the value refers to, by `Ref` and `Fn::GetAtt`. */
const referred = (value: Value | undefined): string[] =>
  objectsBelow(value).flatMap(({ Ref, 'Fn::GetAtt': attribute }) =>
    [Ref, at(attribute, '0')].filter((name): name is string => typeof name === 'string'),
  );

/** Services of ECS whose share of a processor scaling or an alarm looks at, by id. */
function servicesWatchedByCpu({ Resources }: Templates['ecs']): string[] {
  const watchers = Object.values(Resources).filter(({ Type, Properties }) =>
    Type === 'AWS::CloudWatch::Alarm'
      ? Properties.Namespace === 'AWS/ECS' && Properties.MetricName === 'CPUUtilization'
      : text(Properties).includes('ECSServiceAverageCPUUtilization'),
  );
  const reached = watchers.flatMap(({ Properties }) => referred(Properties));
  // A policy names its target, and the target its service, within a text.
  const targets = reached.flatMap((id) => [
    id,
    ...[...text(Resources[id]?.Properties).matchAll(/\$\{(\w+)\.Name\}/g)].map(([, name = '']) => name),
  ]);
  return [...new Set(targets)].filter((id) => Resources[id]?.Type === 'AWS::ECS::Service');
}

const watchedByCpu: Rule = {
  // «Total CPU units specified in the task definition» is what the metric divides by (ECS Developer Guide, «Amazon
  // ECS service utilization metrics»); where none are, Linux's least share of 2 takes their place.
  title: 'a task whose processor scaling or an alarm looks at has a share of it that is named',
  violations: ({ templates, standard }) => {
    const services = servicesWatchedByCpu(templates.ecs);
    const without = services.filter((id) => {
      const [task = ''] = referred(templates.ecs.Resources[id]?.Properties.TaskDefinition);
      const found = standard.resources.find((resource) => resource.id === task);
      return !containersOf(found).every(({ Cpu }) => Number(Cpu) >= 128);
    });
    return services.length === 0 ? ['nothing looks'] : without;
  },
  introduceFault: ({ ecs }) => {
    delete containersOf(ecs.Resources.ApiTask as ResolvedResource)[0]?.Cpu;
  },
};

const credits: Rule[] = [
  {
    // EC2 API Reference, CreditSpecification: «the credit option for CPU usage of a T instance».
    title: 'only T types are given a credit specification, and each of them is',
    violations: ({ templates }) =>
      (templates.cluster.Parameters.InstanceType?.AllowedValues ?? []).map(textOf).filter((InstanceType) => {
        const host = find(resolveAll(templates, { ...profiles.standard, InstanceType }), 'HostTemplate');
        const given = at(host.Properties, 'LaunchTemplateData.CreditSpecification.CpuCredits');
        return InstanceType.startsWith('t') !== (given === 'unlimited');
      }),
    introduceFault: (templates) =>
      set(templates, 'HostTemplate', 'LaunchTemplateData.CreditSpecification', { CpuCredits: 'unlimited' }),
  },
  {
    // EC2 User Guide, «Standard mode concepts»: «T4g, T3a and T3 instances do not receive launch credits».
    title: 'no alarm rings because a machine is new: its balance of credits begins at 0',
    violations: (world) =>
      idsOf(
        ofType(world, 'AWS::CloudWatch::Alarm').filter(
          ({ Properties }) => Properties.MetricName === 'CPUCreditBalance',
        ),
      ),
    introduceFault: (templates) => set(templates, 'CreditAlarm', 'MetricName', 'CPUCreditBalance'),
  },
];

/** Where a template protects something against deletion, and by what. */
const protections = (templates: Templates): { id: string; by: Value }[] =>
  Object.values(templates).flatMap(({ Resources }) =>
    Object.entries(Resources).flatMap(([id, { Properties }]) =>
      objectsBelow(Properties).flatMap((found) => {
        if (found.Key === 'deletion_protection.enabled') return [{ id, by: found.Value ?? null }];
        const names = Object.keys(found).filter((name) => name.startsWith('DeletionProtection'));
        return names.map((name) => ({ id, by: found[name] ?? null }));
      }),
    ),
  );

const teardown: Rule[] = [
  {
    // «DeleteLoadBalancer calls fail until you disable deletion protection. This restriction also applies to
    // CloudFormation stack deletions» (Systems Manager runbook AWSConfigRemediation-EnableELBDeletionProtection).
    title: 'whatever is protected against deletion is so by the one parameter',
    violations: ({ templates }) => {
      const found = protections(templates);
      const otherwise = found.filter(({ by }) => text(by) !== '{"Ref":"DeletionProtection"}');
      return found.length < 2 ? ['fewer than two are protected'] : otherwise.map(({ id }) => id);
    },
    introduceFault: (templates) =>
      set(templates, 'LoadBalancer', 'LoadBalancerAttributes.2', {
        Key: 'deletion_protection.enabled',
        Value: 'true',
      }),
  },
  {
    // «The specified capacity provider is in use and cannot be removed» (aws/containers-roadmap#631).
    title: 'a service goes before the association of the capacity provider that it runs by',
    violations: ({ templates }) => {
      const [association = ''] = Object.entries(templates.cluster.Resources)
        .filter(([, { Type }]) => Type === 'AWS::ECS::ClusterCapacityProviderAssociations')
        .map(([id]) => id);
      return stackNames.flatMap((stack) =>
        Object.entries(templates[stack].Resources)
          .filter(([, { Properties }]) => Properties.CapacityProviderStrategy !== undefined)
          .filter(([, { DependsOn }]) => {
            const home = stackOf(templates, association);
            if (home === stack) return ![DependsOn].flat().includes(association);
            const goesFirst = teardownOrder.indexOf(stack) < teardownOrder.indexOf(home ?? stack);
            return !goesFirst;
          })
          .map(([id]) => id),
      );
    },
    introduceFault: ({ cluster, ecs }) => {
      const { ClusterCapacity, ...rest } = cluster.Resources;
      cluster.Resources = rest;
      if (ClusterCapacity) ecs.Resources.ClusterCapacity = { ...ClusterCapacity, Properties: {} };
    },
  },
  {
    // «If you don't specify a value, CloudFormation uses the role that was previously associated with the stack»
    // (CloudFormation API Reference, DeleteStack).
    title: "the stack of CloudFormation's role can be deleted after all others: it imports nothing",
    violations: ({ templates }) => [
      ...(text(templates['deploy-role'].Resources).includes('Fn::ImportValue') ? ['deploy-role'] : []),
      ...(teardownOrder.at(-1) === 'deploy-role' ? [] : ['the order']),
      ...(teardownOrder.length === stackNames.length ? [] : ['not all']),
    ],
    introduceFault: (templates) => {
      resourceIn(templates, 'DeployRole').Properties.Description = {
        'Fn::ImportValue': { 'Fn::Sub': '${Project}-AlarmTopic' },
      };
    },
  },
];

/** An object that is gone, as S3 tells EventBridge (S3 User Guide, «Using EventBridge»). */
const deleted = (reason: string, deletionType: string): Value => ({
  source: 'aws.s3',
  'detail-type': 'Object Deleted',
  detail: {
    bucket: { name: 'media-feed-media-123456789012-eu-central-1' },
    object: { key: 'media/image/1/00000000-w320.webp' },
    reason,
    'deletion-type': deletionType,
  },
});

const others: Rule[] = [
  {
    title: 'what is deleted leaves the edge once, and not again when its last version expires',
    violations: ({ free }) => {
      const pattern = find(free, 'MediaDeleted').Properties.EventPattern ?? {};
      return [
        ...(matches(pattern, deleted('DeleteObject', 'Delete Marker Created')) ? [] : ['not once']),
        ...(matches(pattern, deleted('Lifecycle Expiration', 'Permanently Deleted')) ? ['twice'] : []),
      ];
    },
    introduceFault: (templates) => {
      const detail = at(resourceIn(templates, 'MediaDeleted').Properties, 'EventPattern.detail');
      delete (detail as Properties)['deletion-type'];
    },
  },
  {
    title: 'metrics of two installations in one account are told apart',
    violations: (world) => [
      ...ofType(world, 'AWS::CloudWatch::Alarm', 'AWS::Logs::MetricFilter').flatMap(({ id, Properties }) =>
        objectsBelow(Properties)
          .flatMap((found) => [found.Namespace, found.MetricNamespace])
          .filter((name) => typeof name === 'string' && !/^(AWS\/|media-feed$)/.test(name))
          .map(() => id),
      ),
      ...ofType(world, 'AWS::ECS::TaskDefinition')
        .filter(
          (task) =>
            text(task.Properties).includes('"Name":"METRICS_EMF"') &&
            !text(task.Properties).includes('{"Name":"METRICS_EMF_NAMESPACE","Value":"media-feed"}'),
        )
        .map(({ id }) => id),
    ],
    introduceFault: (templates) => set(templates, 'LatencyAlarm', 'Namespace', 'MediaFeed'),
  },
  {
    // Docker's rule for the bridge leaves out 127.0.0.0/8, so that its proxy takes those connections: it accepts for
    // a program that has stopped, and a POST that was sent is lost (moby, libnetwork: «! --dst 127.0.0.0/8»).
    title: 'nginx reaches tasks on the bridge by the bridge, and not by 127.0.0.1',
    violations: ({ free }) =>
      [...valuesBelow(find(free, 'NginxTask').Properties)].filter(
        (value): value is string => typeof value === 'string' && /(127\.|localhost)\S*:300\d/.test(value),
      ),
    introduceFault: (templates) => {
      const servers = objectsBelow(resourceIn(templates, 'NginxTask').Properties).find(
        ({ Name }) => Name === 'API_SERVERS',
      );
      Object.assign(servers ?? {}, { Value: '127.0.0.1:3001 127.0.0.1:3002' });
    },
  },
  {
    title: 'TLS to nginx is refused without the name of its certificate and the zone of that name',
    violations: ({ templates }) => {
      const refused = (more: Record<string, string>) =>
        refusedParameters(templates, { ...profiles.tlsBehindNginx, ...more });
      const lacking = [{ OriginDomainName: '' }, { HostedZoneId: '' }].filter(
        (more) => !refused(more).some((line) => line.startsWith('certificates: Give OriginDomainName')),
      );
      return [
        ...lacking.flatMap((more) => Object.keys(more)),
        ...refused({}),
        ...refusedParameters(templates, profiles.free),
      ];
    },
    introduceFault: ({ certificates }) => {
      delete certificates.Rules?.NginxOrdersByDns;
    },
  },
  {
    // GuardDuty User Guide, «Troubleshooting IAM role permissions error»: «if you attempt to enable the protection
    // plan immediately after creating the role, the validation might fail».
    title: 'the role of the malware scan is a stack older than its plan, and may prove whose the bucket is',
    violations: ({ templates, standard }) => {
      const [role, plan] = ['ScanRole', 'ScanPlan'].map((id) => stackOf(templates, id));
      const isOlder = role && plan && stackNames.indexOf(role) < stackNames.indexOf(plan);
      const found = text(find(standard, 'ScanRole').Properties);
      const named = textOf(find(standard, 'ScanPlan').Properties.Role).endsWith(':role/media-feed-scan');
      const events = at(
        find(standard, 'UploadsBucket').Properties,
        'NotificationConfiguration.EventBridgeConfiguration.EventBridgeEnabled',
      );
      return [
        ...(isOlder ? [] : ['ScanRole']),
        ...(found.includes('/malware-protection-resource-validation-object') ? [] : ['its proof']),
        ...(named ? [] : ['ScanPlan']),
        ...(events === true ? [] : ['UploadsBucket']),
      ];
    },
    introduceFault: ({ uploads, 'media-processing': processing }) => {
      const { ScanRole, ...rest } = processing.Resources;
      processing.Resources = rest;
      if (ScanRole) uploads.Resources.ScanRole = ScanRole;
    },
  },
  {
    // SES Developer Guide, «Using the account-level suppression list»: mails to its addresses are taken, and not sent.
    title: 'no mail is sent again to an address that refused one or complained, and nobody is tracked',
    violations: ({ free, standard }) =>
      [free, standard].flatMap((stacks) => {
        const reasons = at(find(stacks, 'MailSettings').Properties, 'SuppressionOptions.SuppressedReasons');
        const events = at(find(stacks, 'MailEvents').Properties, 'EventDestination.MatchingEventTypes');
        const settings = at(
          find(stacks, 'MailIdentity').Properties,
          'ConfigurationSetAttributes.ConfigurationSetName',
        );
        return [
          ...(text(reasons) === '["BOUNCE","COMPLAINT"]' ? [] : ['MailSettings']),
          // Programs name none: the domain has it as its default.
          ...(settings === 'media-feed' ? [] : ['MailIdentity']),
          ...(/OPEN|CLICK/.test(text(events)) ? ['MailEvents'] : []),
        ];
      }),
    introduceFault: (templates) =>
      set(templates, 'MailSettings', 'SuppressionOptions.SuppressedReasons', ['BOUNCE']),
  },
  {
    title: 'what an account may be refused comes before what costs by the hour',
    violations: ({ templates }) => {
      const first = Math.min(
        ...stackNames.flatMap((stack, index) =>
          Object.values(templates[stack].Resources).some(({ Type }) => hourly.has(Type)) ? [index] : [],
        ),
      );
      const late = stackNames.findIndex((stack) =>
        Object.values(templates[stack].Resources).some(
          ({ Type }) => Type === 'AWS::CloudFront::Distribution',
        ),
      );
      return late < first ? [] : [stackNames[first] ?? ''];
    },
    introduceFault: ({ artifacts }) => {
      artifacts.Resources.Address = { Type: 'AWS::EC2::EIP', Properties: { Domain: 'vpc' } };
    },
  },
];
/** Billed from the moment that they exist. */
const hourly = new Set([
  'AWS::RDS::DBInstance',
  'AWS::EC2::NatGateway',
  'AWS::EC2::EIP',
  'AWS::AutoScaling::AutoScalingGroup',
  'AWS::ElasticLoadBalancingV2::LoadBalancer',
]);

export const refusals: Rule[] = [watchedByCpu, ...credits, ...teardown, ...others];
