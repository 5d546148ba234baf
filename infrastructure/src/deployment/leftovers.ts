/** What stays when the stacks are gone, under names that the next installation of the same name would want. */
import { stackNames, type Templates } from '../stacks.ts';
import type { Deployment } from './deployment.ts';
import { withFiles } from './files.ts';
import { step } from './tools.ts';

interface Leftover {
  readonly what: string;
  readonly command: string;
  readonly remove: () => Promise<void>;
}

/** Buckets that outlive their stack, by the middle of their names; those of the last stack first. */
const retainedBuckets = (templates: Templates): string[] =>
  stackNames.toReversed().flatMap((stack) =>
    Object.values(templates[stack].Resources)
      .filter(({ Type, DeletionPolicy }) => Type === 'AWS::S3::Bucket' && DeletionPolicy !== undefined)
      .flatMap(
        ({ Properties }) => /\$\{Project\}-([a-z]+)-/.exec(JSON.stringify(Properties.BucketName))?.[1] ?? [],
      ),
  );

const advice =
  'Who takes it down needs s3:ListBucketVersions, s3:DeleteObjectVersion, s3:DeleteBucket and sqs:DeleteQueue.';

export function findLeftovers(deployment: Deployment): Promise<Leftover[]> {
  return step('Looking what is left', advice, async () => {
    const { project, tools } = deployment;
    const place = await placeOf(deployment);
    const found: Leftover[] = [];
    for (const name of retainedBuckets(deployment.templates)) {
      const bucket = `${project}-${name}-${place}`;
      if (await exists(deployment, 's3api', 'head-bucket', '--bucket', bucket))
        found.push({
          what: `the bucket ${bucket}, with all that is in it`,
          command: `emptying it, versions included, and aws s3api delete-bucket --bucket ${bucket}`,
          remove: () => deleteBucket(deployment, bucket),
        });
    }
    const queue = `${project}-dead-letters`;
    const url = await exists(deployment, 'sqs', 'get-queue-url', '--queue-name', queue);
    if (url) {
      const { QueueUrl } = url as { QueueUrl: string };
      const command = ['sqs', 'delete-queue', '--queue-url', QueueUrl];
      found.push({
        what: `the queue ${queue}`,
        command: `aws ${command.join(' ')}`,
        remove: async () => {
          await tools.change(...command);
        },
      });
    }
    return found;
  });
}

/** What stacks and operators have left: uploads, media, dead letters, secrets and settings. */
export async function deleteLeftovers(deployment: Deployment): Promise<void> {
  const { project, tools } = deployment;
  for (const { what, remove } of await findLeftovers(deployment))
    await step(`Deleting ${what}`, advice, async () => {
      tools.log(`deleting ${what}`);
      await remove();
    });
  await step('Deleting secrets and settings', `Who takes it down needs ssm:DeleteParameters.`, async () => {
    const path = ['--path', `/${project}`];
    const { Parameters } = (await tools.ask('ssm', 'get-parameters-by-path', ...path)) as {
      Parameters: { Name: string }[];
    };
    const names = Parameters.map(({ Name }) => Name);
    if (names.length > 0) await tools.change('ssm', 'delete-parameters', '--names', ...names);
  });
}

/** Account and region, as the buckets' names end. */
async function placeOf({ tools }: Deployment): Promise<string> {
  const { Account } = (await tools.ask('sts', 'get-caller-identity')) as { Account: string };
  const { AvailabilityZones } = (await tools.ask('ec2', 'describe-availability-zones')) as {
    AvailabilityZones: { RegionName: string }[];
  };
  return `${Account}-${AvailabilityZones[0]?.RegionName ?? ''}`;
}

/** What AWS answers, or undefined where there is no such thing. */
async function exists({ tools }: Deployment, ...args: string[]): Promise<unknown> {
  try {
    return (await tools.ask(...args)) ?? true;
  } catch (error) {
    if (/404|NoSuchBucket|NonExistentQueue|QueueDoesNotExist/.test(String(error))) return undefined;
    throw error;
  }
}

interface Versions {
  Versions?: { Key: string; VersionId: string }[];
  DeleteMarkers?: { Key: string; VersionId: string }[];
}

async function deleteBucket({ tools }: Deployment, bucket: string): Promise<void> {
  // One page, of a thousand versions at most, which is what one call deletes.
  const list = ['s3api', 'list-object-versions', '--bucket', bucket, '--no-paginate'];
  for (;;) {
    const { Versions = [], DeleteMarkers = [] } = ((await tools.ask(...list)) ?? {}) as Versions;
    const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
    if (Objects.length === 0 || tools.dryRun) break;
    await withFiles([JSON.stringify({ Objects, Quiet: true })], ([file = '']) =>
      tools.change('s3api', 'delete-objects', '--bucket', bucket, '--delete', `file://${file}`),
    );
  }
  await tools.change('s3api', 'delete-bucket', '--bucket', bucket);
}
