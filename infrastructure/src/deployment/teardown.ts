/** Takes an installation down: whatever costs, and what people gave us only where that is asked for. */
import { type StackName, teardownOrder } from '../stacks.ts';
import { describeAll } from './deploy-all.ts';
import { type Deployment, nameOf, regionOf } from './deployment.ts';
import { deleteLeftovers, findLeftovers } from './leftovers.ts';
import { changeParameters } from './stack.ts';
import { step } from './tools.ts';

/** Those with a parameter DeletionProtection. */
const protectedStacks: readonly StackName[] = ['database', 'edge-alb'];

export interface TeardownOptions {
  /** The installation's name, said once more by whoever wants it gone. */
  readonly confirmation: string | undefined;
  /** Deletes what the stacks leave: buckets with all that is in them, dead letters, secrets. */
  readonly withData: boolean;
}

export async function tearDown(
  deployment: Deployment,
  { confirmation, withData }: TeardownOptions,
): Promise<void> {
  const { project, tools } = deployment;
  const existing = await describeAll(deployment);
  if (confirmation !== project && !tools.dryRun) {
    const data = withData ? 'and deletes all uploads, media and secrets' : 'and keeps uploads and media';
    throw new Error(
      `This ends ${project}: it deletes ${String(existing.size)} stacks, the database among them, of which a snapshot stays, ${data}. If that is meant: make destroy CONFIRM=${project}`,
    );
  }
  for (const stack of protectedStacks)
    await changeParameters(deployment, stack, { DeletionProtection: 'false' });
  await deleteStacks(
    deployment,
    teardownOrder.filter((stack) => existing.has(stack)),
  );
  if (withData) await deleteLeftovers(deployment);
  const left = await findLeftovers(deployment);
  for (const { what, command } of left) tools.log(`kept: ${what}; delete it by ${command}`);
  tools.log(
    `kept: snapshots and automated backups of the database: aws rds describe-db-snapshots --db-instance-identifier ${project}`,
  );
  if (left.length > 0)
    tools.log(
      `A new installation needs these names: delete them first (make destroy CONFIRM=${project} DATA=1), or give it another name (--project).`,
    );
}

/** In the order that is given. */
export async function deleteStacks(deployment: Deployment, stacks: readonly StackName[]): Promise<void> {
  for (const stack of stacks) {
    const name = nameOf(deployment, stack);
    const advice = `Whatever still uses it is named above. Then go on: make destroy CONFIRM=${deployment.project}`;
    await step(`Deleting the stack ${name}`, advice, async () => {
      deployment.tools.log(`${stack}: deleting`);
      const named = ['--stack-name', name, ...regionOf(stack)];
      await deployment.tools.change('cloudformation', 'delete-stack', ...named);
      await deployment.tools.change('cloudformation', 'wait', 'stack-delete-complete', ...named);
    });
  }
}
