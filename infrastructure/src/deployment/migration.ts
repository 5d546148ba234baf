/**
 * The schema, changed by a task of its own before any process of the new image starts: a process that waits for a
 * schema counts as failed after a few minutes, and ECS would roll the deployment back under the migration's feet.
 */
import type { Deployment, Values } from './deployment.ts';
import { step } from './tools.ts';
import { within } from './waiting.ts';

/** A host boots within two minutes; a migration of a large table may take its time. */
const hostMinutes = 15;
const migrationMinutes = 240;

interface Task {
  taskArn: string;
  lastStatus: string;
  stoppedReason?: string;
  containers: { exitCode?: number; reason?: string }[];
}
interface Started {
  tasks: Task[];
  failures?: { reason?: string }[];
}

/** Returns once it has ended well. @throws with ECS's reason for its end */
export function migrate(
  deployment: Deployment,
  { Cluster = '', MaintenanceTask = '' }: Values,
): Promise<void> {
  const advice = `The services are as they were, and so is the schema unless the migration still runs: it is one transaction. Its log: aws logs tail /${deployment.project}/services --log-stream-name-prefix maintenance --since 1h. Fix it and deploy again.`;
  return step('Changing the schema', advice, async () => {
    const { tools } = deployment;
    tools.log('migration: waiting for a host');
    await within(deployment, hostMinutes, 'No host joined the cluster', async () => {
      const found = (await tools.ask('ecs', 'list-container-instances', '--cluster', Cluster)) as {
        containerInstanceArns: string[];
      };
      return found.containerInstanceArns.length > 0 || tools.dryRun;
    });
    const arn = await start(deployment, Cluster, MaintenanceTask);
    if (arn === undefined) return;
    tools.log('migration: running');
    let ended: Task | undefined;
    await within(deployment, migrationMinutes, `It still runs as ${arn}`, async () => {
      const named = ['--cluster', Cluster, '--tasks', arn];
      const { tasks } = (await tools.ask('ecs', 'describe-tasks', ...named)) as { tasks: Task[] };
      ended = tasks.find(({ lastStatus }) => lastStatus === 'STOPPED');
      return ended !== undefined;
    });
    const [container] = ended?.containers ?? [];
    if (container?.exitCode === 0) return;
    const code =
      container?.exitCode === undefined ? 'did not start' : `ended with ${String(container.exitCode)}`;
    throw new Error(
      `The migration ${code}: ${container?.reason ?? ended?.stoppedReason ?? 'no reason given'}`,
    );
  });
}

/** Tried again while the host has no capacity: an old task may just be leaving. Undefined in a dry run. */
async function start(deployment: Deployment, cluster: string, task: string): Promise<string | undefined> {
  const { tools } = deployment;
  const args = ['--cluster', cluster, '--task-definition', task, '--launch-type', 'EC2', '--count', '1'];
  let arn: string | undefined;
  await within(deployment, hostMinutes, 'No host had capacity for the migration', async () => {
    const answer = await tools.change('ecs', 'run-task', ...args, '--started-by', 'deploy');
    const { tasks = [], failures = [] } = (answer ?? {}) as Partial<Started>;
    arn = tasks[0]?.taskArn;
    const lasting = failures.find(({ reason = '' }) => !/RESOURCE|AGENT/.test(reason));
    if (lasting) throw new Error(`ECS did not take the task: ${lasting.reason ?? 'no reason given'}`);
    return arn !== undefined || tools.dryRun;
  });
  return arn;
}
