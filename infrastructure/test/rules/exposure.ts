/** Who can be reached from where, and who may do what. */
import type { Statement } from '../../src/access.ts';
import { find, type ResolvedStacks } from '../../src/resolve.ts';
import { textOf, type Value } from '../../src/template.ts';
import { at, idsOf, objectsBelow, ofType, resourceIn, type Rule, set, type World } from './rule.ts';

/** Actions for which AWS knows no resource; each template explains it beside it. */
const withoutResource = new Set([
  'ecs:DiscoverPollEndpoint',
  'ssm:UpdateInstanceInformation',
  'ssmmessages:CreateControlChannel',
  'ssmmessages:CreateDataChannel',
  'ssmmessages:OpenControlChannel',
  'ssmmessages:OpenDataChannel',
  'ecr:GetAuthorizationToken',
  'ec2:DescribeManagedPrefixLists',
  'ses:GetAccount',
  'logs:CreateLogDelivery',
  'logs:GetLogDelivery',
  'logs:UpdateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:DescribeResourcePolicies',
  'logs:DescribeLogGroups',
]);

/** What makes a role, or lets one do more. */
const widening = new Set([
  'iam:CreateRole',
  'iam:PutRolePolicy',
  'iam:AttachRolePolicy',
  'iam:PutRolePermissionsBoundary',
  'iam:DeleteRolePermissionsBoundary',
  'iam:CreatePolicyVersion',
]);

/** All statements of all policies, with the resource that holds them. */
export function statements(world: Pick<World, 'all'>): { id: string; type: string; statement: Statement }[] {
  return world.all.flatMap(({ id, Type, Properties }) =>
    objectsBelow(Properties)
      .filter((found) => 'Effect' in found)
      .map((found) => ({ id, type: Type, statement: found as unknown as Statement })),
  );
}

const ingress = (world: World): { id: string; rule: Value }[] => [
  ...ofType(world, 'AWS::EC2::SecurityGroup').flatMap(({ id, Properties }) =>
    ((Properties.SecurityGroupIngress ?? []) as Value[]).map((rule) => ({ id, rule })),
  ),
  ...ofType(world, 'AWS::EC2::SecurityGroupIngress').map(({ id, Properties }) => ({ id, rule: Properties })),
];

export const exposure: Rule[] = [
  {
    title: 'nobody but CloudFront and our own groups reaches anything in the network',
    violations: (world) =>
      ingress(world)
        .filter(({ rule }) => !at(rule, 'SourcePrefixListId') && !at(rule, 'SourceSecurityGroupId'))
        .map(({ id }) => id),
    introduceFault: (templates) => {
      const { Properties } = resourceIn(templates, 'DatabaseFromHost');
      delete Properties.SourceSecurityGroupId;
      Properties.CidrIp = '0.0.0.0/0';
    },
  },
  {
    title: 'one port of CloudFront a group, since its list counts as 55 of 60 rules',
    violations: ({ templates, ...world }) => {
      const fromCloudFront = ingress({ templates, ...world }).filter(({ rule }) =>
        at(rule, 'SourcePrefixListId'),
      );
      const ranges = fromCloudFront.filter(({ rule }) => at(rule, 'FromPort') !== at(rule, 'ToPort'));
      return ranges
        .map(({ id }) => id)
        .concat(fromCloudFront.length === 3 ? [] : ['other groups than three']);
    },
    introduceFault: (templates) => {
      const [, rules] = at(
        resourceIn(templates, 'HostGroup').Properties,
        'SecurityGroupIngress.Fn::If',
      ) as Value[];
      Object.assign(at(rules, '0') as object, { FromPort: 1 });
    },
  },
  {
    title:
      'CloudFront connects to the port that the edge listens on and its group lets in, above 1024 without root',
    violations: ({ free, standard }) => {
      const portOf = (stacks: ResolvedStacks, name: string) => {
        const site = stacks.resources.find(({ id, stack }) => id === 'Distribution' && stack === 'frontend');
        const origins = at(site?.Properties, 'DistributionConfig.Origins') as Value[];
        return at(
          origins.find((origin) => at(origin, 'Id') === 'api'),
          `CustomOriginConfig.${name}`,
        );
      };
      const nginx = find(free, 'NginxTask').Properties;
      const listens = objectsBelow(nginx).flatMap(({ ContainerPort }) => ContainerPort ?? []);
      const letIn = at(find(free, 'HostGroup').Properties, 'SecurityGroupIngress.0.FromPort');
      const port = portOf(free, 'HTTPPort');
      return [
        ...(port === letIn && listens.includes(port ?? 0) && Number(port) > 1024 ? [] : ['nginx']),
        ...(portOf(standard, 'HTTPSPort') === find(standard, 'Listener').Properties.Port
          ? []
          : ['load balancer']),
      ];
    },
    introduceFault: (templates) =>
      set(templates, 'NginxTask', 'ContainerDefinitions.0.PortMappings', [{ ContainerPort: 80 }]),
  },
  {
    title: 'every group declares what it lets out',
    violations: (world) =>
      idsOf(
        ofType(world, 'AWS::EC2::SecurityGroup').filter(({ Properties }) => !Properties.SecurityGroupEgress),
      ),
    introduceFault: (templates) => {
      delete resourceIn(templates, 'DatabaseGroup').Properties.SecurityGroupEgress;
    },
  },
  {
    title: 'the database stands in private subnets and is not public',
    violations: (world) => [
      ...idsOf(
        ofType(world, 'AWS::RDS::DBInstance').filter(
          ({ Properties }) => Properties.PubliclyAccessible !== false,
        ),
      ),
      ...idsOf(
        ofType(world, 'AWS::RDS::DBSubnetGroup').filter(({ Properties }) =>
          (Properties.SubnetIds as string[]).some((subnet) => !subnet.includes('PrivateSubnet')),
        ),
      ),
      ...idsOf(
        ofType(world, 'AWS::EC2::Subnet').filter(
          ({ id, Properties }) => id.startsWith('Private') && Properties.MapPublicIpOnLaunch === true,
        ),
      ),
    ],
    introduceFault: (templates) => set(templates, 'Database', 'PubliclyAccessible', true),
  },
  {
    title: 'no bucket is public',
    violations: (world) =>
      idsOf(
        ofType(world, 'AWS::S3::Bucket').filter(({ Properties }) => {
          const block = Properties.PublicAccessBlockConfiguration;
          const switches = [
            'BlockPublicAcls',
            'BlockPublicPolicy',
            'IgnorePublicAcls',
            'RestrictPublicBuckets',
          ];
          const owned = JSON.stringify(Properties.OwnershipControls ?? null).includes('BucketOwnerEnforced');
          return !owned || switches.some((name) => at(block, name) !== true);
        }),
      ),
    introduceFault: (templates) =>
      set(templates, 'MediaBucket', 'PublicAccessBlockConfiguration.BlockPublicPolicy', false),
  },
  {
    title: 'a policy that lets everybody do something names its condition',
    violations: (world) =>
      statements(world)
        .filter(({ type }) => type !== 'AWS::EC2::VPCEndpoint')
        .filter(({ statement: { Effect, Principal, Condition } }) => {
          const named = typeof Principal === 'object' && Principal !== null;
          return Effect === 'Allow' && Principal !== undefined && !named && !Condition;
        })
        .map(({ id }) => id),
    introduceFault: (templates) => {
      const statement = at(
        resourceIn(templates, 'MediaBucketPolicy').Properties,
        'PolicyDocument.Statement.1',
      );
      Object.assign(statement as object, { Principal: '*' });
      delete (statement as { Condition?: unknown }).Condition;
    },
  },
  {
    title: 'CloudFront reads published media alone, and for our own distribution alone',
    violations: (world) =>
      statements(world)
        .filter(({ statement }) => at(statement.Principal, 'Service') === 'cloudfront.amazonaws.com')
        .filter(({ id, statement: { Action, Resource, Condition } }) => {
          const source = textOf(Condition?.StringEquals?.['aws:SourceArn'] ?? '');
          const right = id === 'MediaBucketPolicy' ? textOf(Resource).endsWith('/media/*') : true;
          return !right || Action !== 's3:GetObject' || !source.includes(':distribution/');
        })
        .map(({ id }) => id),
    introduceFault: (templates) => {
      const statement = at(
        resourceIn(templates, 'MediaBucketPolicy').Properties,
        'PolicyDocument.Statement.1',
      );
      Object.assign(statement as object, { Action: ['s3:GetObject', 's3:ListBucket'] });
    },
  },
  {
    title: 'every bucket and queue refuses what is not TLS',
    violations: (world) => {
      const refused = new Set(
        statements(world)
          .filter(
            ({ statement }) =>
              statement.Effect === 'Deny' && statement.Condition?.Bool?.['aws:SecureTransport'] === 'false',
          )
          .flatMap(({ statement }) => [statement.Resource].flat()),
      );
      const arns = [
        ...ofType(world, 'AWS::S3::Bucket').map(
          ({ Properties }) => `arn:aws:s3:::${textOf(Properties.BucketName)}`,
        ),
        ...ofType(world, 'AWS::SQS::Queue').map(
          ({ Properties }) => `arn:aws:sqs:eu-central-1:123456789012:${textOf(Properties.QueueName)}`,
        ),
      ];
      return arns.filter((arn) => !refused.has(arn));
    },
    introduceFault: (templates) => {
      (
        at(resourceIn(templates, 'FailuresQueuePolicy').Properties, 'PolicyDocument.Statement') as Value[]
      ).shift();
    },
  },
  {
    title: 'no right is granted by a wildcard',
    violations: (world) =>
      statements(world)
        .filter(({ statement }) => statement.Effect === 'Allow')
        .filter(({ statement: { Action } }) => [Action].flat().some((action) => action.includes('*')))
        .map(({ id }) => id),
    introduceFault: (templates) => {
      const policies = resourceIn(templates, 'InspectorRole').Properties.Policies;
      Object.assign(at(policies, '0.PolicyDocument.Statement.0') as object, { Action: 's3:Get*' });
    },
  },
  {
    title: 'no right is granted on everything, but where AWS knows no resource',
    violations: (world) =>
      statements(world)
        // It grants nothing.
        .filter(({ id }) => id !== 'Boundary')
        .filter(
          ({ statement: { Effect, Resource } }) => Effect === 'Allow' && [Resource].flat().includes('*'),
        )
        .flatMap(({ id, statement: { Action } }) =>
          [Action]
            .flat()
            .filter((action) => !withoutResource.has(action))
            .map((action) => `${id} ${action}`),
        ),
    introduceFault: (templates) => {
      const policies = resourceIn(templates, 'ApiRole').Properties.Policies;
      Object.assign(at(policies, '0.PolicyDocument.Statement.2') as object, { Resource: '*' });
    },
  },
  {
    title:
      'no role is made but within the boundary, which has what the roles use, nothing of IAM, and nothing more',
    violations: (world) => {
      const roles = ofType(world, 'AWS::IAM::Role').filter(({ stack }) => stack !== 'deploy-role');
      const within = 'arn:aws:iam::123456789012:policy/media-feed-boundary';
      const used = new Set(
        statements({ all: roles })
          .filter(({ statement: { Effect } }) => Effect === 'Allow')
          .filter(({ statement: { Action } }) => Action !== 'sts:AssumeRole')
          .flatMap(({ statement: { Action } }) => [Action].flat()),
      );
      const allowed = new Set(
        statements(world)
          .filter(({ id }) => id === 'Boundary')
          .flatMap(({ statement: { Action } }) => [Action].flat()),
      );
      const makes = statements(world).filter(
        ({ id, statement: { Action, Effect } }) =>
          id === 'CloudFormationRole' &&
          Effect === 'Allow' &&
          [Action].flat().some((action) => widening.has(action)),
      );
      return [
        ...roles.filter(({ Properties }) => Properties.PermissionsBoundary !== within).map(({ id }) => id),
        ...[...used].filter((action) => !allowed.has(action)).map((action) => `missing: ${action}`),
        ...[...allowed].filter((action) => !used.has(action)).map((action) => `idle: ${action}`),
        ...[...allowed].filter((action) => action.startsWith('iam:')),
        ...makes
          .filter(
            ({ statement }) => statement.Condition?.StringEquals?.['iam:PermissionsBoundary'] !== within,
          )
          .map(({ id }) => id),
      ];
    },
    introduceFault: (templates) => {
      delete resourceIn(templates, 'ScanRole').Properties.PermissionsBoundary;
    },
  },
  {
    title: 'AWS calls us in the name of this account alone: no service role without the account in its trust',
    violations: (world) =>
      ofType(world, 'AWS::IAM::Role')
        .filter(({ Properties }) => {
          const [trust] = objectsBelow(Properties.AssumeRolePolicyDocument).filter(
            (found) => 'Effect' in found,
          );
          const service = textOf(at(trust, 'Principal.Service') ?? '');
          // These two are bound to the account by the instance and the function that name the role.
          if (['ec2.amazonaws.com', 'lambda.amazonaws.com'].includes(service)) return false;
          return service !== '' && !JSON.stringify(at(trust, 'Condition') ?? {}).includes('123456789012');
        })
        .map(({ id }) => id),
    introduceFault: (templates) => {
      const trust = at(
        resourceIn(templates, 'InvalidationRole').Properties,
        'AssumeRolePolicyDocument.Statement.0',
      );
      delete (trust as { Condition?: unknown }).Condition;
    },
  },
  {
    // Two forms of one subject, by names alone and with numbers (docs.github.com, «Immutable subject claims»).
    title: 'GitHub deploys from one repository and environment, proven by both claims, letter by letter',
    violations: (world) =>
      idsOf(
        ofType(world, 'AWS::IAM::Role').filter(({ Properties }) => {
          const trust = at(Properties.AssumeRolePolicyDocument, 'Statement.0');
          if (at(trust, 'Action') !== 'sts:AssumeRoleWithWebIdentity') return false;
          const claims = at(trust, 'Condition.StringEquals') ?? {};
          const issuer = 'token.actions.githubusercontent.com';
          const { [`${issuer}:aud`]: audience, [`${issuer}:sub`]: subject = '' } = claims as Record<
            string,
            string | string[]
          >;
          const exact = /^repo:([\w.-]+)(@\d+)?\/([\w.-]+)(@\d+)?:environment:[\w-]+$/;
          const forms = [subject].flat().map((form) => exact.exec(form));
          const names = new Set(forms.map((form) => form && `${form[1] ?? ''}/${form[3] ?? ''}`));
          const known = Object.keys(claims).length === 2;
          return !known || audience !== 'sts.amazonaws.com' || forms.includes(null) || names.size !== 1;
        }),
      ),
    introduceFault: (templates) => {
      const trust = at(
        resourceIn(templates, 'DeployRole').Properties,
        'AssumeRolePolicyDocument.Statement.0',
      );
      Object.assign(trust as object, { Condition: { StringLike: {} } });
    },
  },
  {
    title: 'every permission to call a Lambda names who, which of them, and the account',
    violations: (world) =>
      idsOf(
        ofType(world, 'AWS::Lambda::Permission').filter(
          ({ Properties }) => !Properties.SourceArn || Properties.SourceAccount !== '123456789012',
        ),
      ),
    introduceFault: (templates) => {
      delete resourceIn(templates, 'UploadsMayInvoke').Properties.SourceAccount;
    },
  },
  {
    title: 'hosts answer metadata by token alone, to themselves alone',
    violations: (world) =>
      idsOf(
        ofType(world, 'AWS::EC2::LaunchTemplate').filter(({ Properties }) => {
          const options = at(Properties, 'LaunchTemplateData.MetadataOptions');
          return at(options, 'HttpTokens') !== 'required' || at(options, 'HttpPutResponseHopLimit') !== 1;
        }),
      ),
    introduceFault: (templates) =>
      set(templates, 'HostTemplate', 'LaunchTemplateData.MetadataOptions.HttpTokens', 'optional'),
  },
  {
    title: "the host itself can read no secret: none of AWS's managed policies, no ssm:GetParameters",
    violations: (world) =>
      ofType(world, 'AWS::IAM::Role')
        .filter(({ id }) => id === 'HostRole')
        .filter(
          ({ Properties }) =>
            Properties.ManagedPolicyArns !== undefined ||
            JSON.stringify(Properties).includes('ssm:GetParameter'),
        )
        .map(({ id }) => id),
    introduceFault: (templates) =>
      set(templates, 'HostRole', 'ManagedPolicyArns', [
        'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore',
      ]),
  },
  {
    title:
      'containers run as somebody, without capabilities, on a file system that they cannot write; secrets come by valueFrom',
    violations: (world) =>
      ofType(world, 'AWS::ECS::TaskDefinition')
        .flatMap(({ id, Properties }) =>
          (Properties.ContainerDefinitions as Record<string, Value>[]).map((container) => ({
            id,
            container,
          })),
        )
        .filter(({ container }) => {
          const given = ((container.Environment ?? []) as { Name: string }[]).map(({ Name }) => Name);
          const open = given.some((name) =>
            /SECRET|PASSWORD(?!_BREACH_CHECK)|DATABASE_URL|TOKEN$/.test(name),
          );
          const sandboxed =
            container.User === (container.Name === 'nginx' ? 'www-data' : 'node') &&
            textOf(at(container, 'LinuxParameters.Capabilities.Drop')) === '["ALL"]';
          return open || container.ReadonlyRootFilesystem !== true || !sandboxed;
        })
        .map(({ id }) => id),
    introduceFault: (templates) => {
      const environment = at(
        resourceIn(templates, 'ApiTaskA').Properties,
        'ContainerDefinitions.0.Environment',
      );
      (environment as Value[]).push({ Name: 'JWT_SECRET', Value: 'in the open' });
    },
  },
];
