/**
 * Writes the picture of the stacks into docs/operations.md, from the templates alone: which stack takes what from
 * which, and which role, group or service may talk to what. `node infrastructure/src/picture.ts`
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Statement } from './access.ts';
import { parametersFrom } from './deployment/parameters-from-outputs.ts';
import { type ResolvedResource, resolveAll } from './resolve.ts';
import { readTemplates, type Templates } from './stacks.ts';
import { folder, textOf, type Value } from './template.ts';

export const pageFile = join(folder, '..', 'docs', 'operations.md');
const [begin, end] = ['<!-- picture: made by infrastructure/src/picture.ts -->', '<!-- end of picture -->'];

/** The page with the present picture in it. */
export async function withPicture(page: string): Promise<string> {
  const picture = draw(await readTemplates());
  const [before, rest] = page.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined)
    throw new Error(`${pageFile} has no place for the picture`);
  return `${before}${begin}\n\n${picture}\n${end}${after}`;
}

export function draw(templates: Templates): string {
  return [
    '```mermaid',
    'flowchart LR',
    ...stackLines(templates),
    '```',
    '',
    '```mermaid',
    'flowchart LR',
    ...talkLines(templates),
    '```',
    '',
  ].join('\n');
}

/** Who imports whose exports, and whose outputs the deployment hands to whom. */
function stackLines(templates: Templates): string[] {
  const owners = new Map<string, string>();
  for (const [stack, { Outputs = {} }] of Object.entries(templates))
    for (const { Export } of Object.values(Outputs))
      if (Export) owners.set(textOf((Export.Name as Record<string, Value>)['Fn::Sub']), stack);
  const lines = Object.entries(templates).flatMap(([stack, template]) => {
    const names = [...JSON.stringify(template).matchAll(/"Fn::ImportValue":\{"Fn::Sub":"([^"]+)"\}/g)].map(
      ([, name = '']) => name,
    );
    const from = Map.groupBy(new Set(names), (name) => owners.get(name) ?? '?');
    return [...from].map(
      ([owner, exported]) =>
        `  ${owner} -->|${exported.length > 2 ? `${String(exported.length)} exports` : exported.map((name) => name.replace('${Project}-', '')).join(', ')}| ${stack}`,
    );
  });
  return [
    ...Object.keys(templates).map((stack) => `  ${stack}["${stack}.yaml"]`),
    ...lines.sort(),
    ...parameterLines(templates).sort(),
  ];
}

/** Outputs under the names that other stacks' parameters have. */
function parameterLines(templates: Templates): string[] {
  const stacks = Object.entries(templates);
  return stacks.flatMap(([exporter, { Outputs = {} }]) =>
    stacks
      .filter(([stack]) => stack !== exporter)
      .flatMap(([stack, { Parameters }]) => {
        const names = Object.keys(parametersFrom(Outputs)).filter((name) => name in Parameters);
        return names.length === 0 ? [] : [`  ${exporter} -.->|${names.join(', ')}| ${stack}`];
      }),
  );
}

/** Who may reach, call, read and write what, behind nginx. */
function talkLines(templates: Templates): string[] {
  const { resources } = resolveAll(templates, {
    ImageTag: 'x',
    MaintenanceImageTag: 'x',
    BundleKey: 'lambda/x.zip',
    MailDomain: 'example.org',
  });
  const lines = new Set<string>();
  const addArrow = (from: string, what: string, to: string) => lines.add(`  ${from} -->|${what}| ${to}`);
  for (const resource of resources) {
    for (const { from, what, to } of [...reach(resource), ...rights(resource)]) addArrow(from, what, to);
  }
  return [
    '  browser([browser])',
    '  cloudfront{{CloudFront}}',
    '  browser -->|HTTPS| cloudfront',
    '  browser -->|presigned PUT| uploads[(uploads)]',
    ...[...lines].sort(),
  ];
}

interface Arrow {
  readonly from: string;
  readonly what: string;
  readonly to: string;
}

function reach({ id, Type, Properties }: ResolvedResource): Arrow[] {
  if (Type === 'AWS::EC2::SecurityGroup') {
    const rules = (Properties.SecurityGroupIngress ?? []) as Record<string, Value>[];
    return rules.map(({ FromPort }) => ({
      from: 'cloudfront',
      what: `port ${textOf(FromPort)}`,
      to: 'hosts["nginx and API"]',
    }));
  }
  if (Type === 'AWS::EC2::SecurityGroupIngress' && id.startsWith('Database'))
    return [{ from: 'hosts', what: `port ${textOf(Properties.FromPort)}`, to: 'database[(PostgreSQL)]' }];
  if (Type === 'AWS::Lambda::Permission')
    return [
      {
        from: textOf(Properties.Principal).startsWith('s3') ? 'uploads' : 'events',
        what: 'invokes',
        to: 'inspector["Lambda"]',
      },
    ];
  if (Type === 'AWS::Events::Rule')
    return (Properties.Targets as Record<string, Value>[]).map(({ Arn }) => ({
      from: textOf(Properties.Name).replace('media-feed-', 'event-'),
      what: 'starts',
      to: nodeOf(textOf(Arn)),
    }));
  return [];
}

const drawn: Record<string, string> = {
  ApiRole: 'hosts',
  InspectorRole: 'inspector',
  RedriveRole: 'redrive["operator: redrive"]',
  InvalidationRole: 'invalidation',
};

function rights(resource: ResolvedResource): Arrow[] {
  const { id, Type, Properties } = resource;
  const statements = JSON.stringify(Properties);
  if (Type === 'AWS::S3::BucketPolicy' && statements.includes('cloudfront.amazonaws.com'))
    return [
      { from: 'cloudfront', what: 's3:GetObject', to: nodeOf(`arn:aws:s3:::${textOf(Properties.Bucket)}`) },
    ];
  const from = drawn[id];
  if (Type !== 'AWS::IAM::Role' || !from) return [];
  const found = (
    (Properties.Policies ?? []) as unknown as { PolicyDocument: { Statement: Statement[] } }[]
  ).flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
  return found
    .filter(({ Effect, Action }) => Effect === 'Allow' && ![Action].flat()[0]?.startsWith('logs:'))
    .flatMap(({ Action, Resource }) =>
      [Resource].flat().map((arn) => ({
        from,
        what: [Action]
          .flat()
          .map((action) => action.replace(/^\w+:/, ''))
          .join('<br>'),
        to: nodeOf(arn),
      })),
    );
}

/** One node a bucket, queue, function … */
function nodeOf(arn: string): string {
  const [, , service = '', , , ...rest] = arn.split(':');
  const name = rest
    .join(':')
    .replace('media-feed-', '')
    .replace(/-123456789012-eu-central-1.*$/, '');
  if (service === 's3') return `${name}[(${name})]`;
  if (service === 'sqs') return `${name}[["queue ${name}"]]`;
  if (service === 'lambda') return 'inspector';
  if (service === 'states') return 'invalidation["state machine: invalidation"]';
  if (service === 'logs') return 'backups["log of backups"]';
  if (service === 'ses') return 'mails(["mails"])';
  if (service === 'sns') return 'operator(["alarm mail"])';
  return service === 'cloudfront' ? 'cloudfront' : name;
}

if (import.meta.main) await writeFile(pageFile, await withPicture(await readFile(pageFile, 'utf8')));
