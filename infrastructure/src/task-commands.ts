/**
 * What ECS would run, read from the templates, so that somebody can run the same in the real images:
 * `node infrastructure/src/task-commands.ts` prints it as JSON.
 */
import { type ResolvedResource, resolveAll } from './resolve.ts';
import { readTemplates, type Templates } from './stacks.ts';
import { textOf, type Value } from './template.ts';

export interface TaskCommand {
  /** The task definition's id in its template. */
  readonly task: string;
  readonly container: string;
  /** The folder under the project's name in the registry. */
  readonly image: 'api' | 'nginx';
  /** What replaces the image's own command; none where that runs. */
  readonly command?: readonly string[];
  /** None where the image's own user runs. */
  readonly user?: string;
  readonly readonlyRootFilesystem: boolean;
  readonly droppedCapabilities: readonly string[];
  /** ECS puts a small init before the program (docker's `--init`). */
  readonly init: boolean;
  readonly tmpfs: readonly { readonly path: string; readonly mebibytes: number }[];
  /** Mebibytes at which the container is killed. */
  readonly memoryMib: number;
  readonly stopTimeoutSeconds: number;
  /** As Docker takes it: CMD and its arguments. */
  readonly healthCheck?: readonly string[];
  /** As on AWS; what lies elsewhere, such as addresses, is for the caller to replace. */
  readonly environment: Readonly<Record<string, string>>;
  /** Names of what ECS reads from SSM. */
  readonly secrets: readonly string[];
}

type Properties = Record<string, Value>;

/** Every container of every task definition, behind nginx and behind a load balancer. */
export function taskCommands(templates: Templates): TaskCommand[] {
  const common = {
    Profile: 'FreeTier',
    ImageTag: 'tag',
    MaintenanceImageTag: 'tag',
    BundleKey: 'lambda/none.zip',
  };
  const resources = ['nginx', 'alb'].flatMap(
    (Edge) => resolveAll(templates, { ...common, Edge, NatGateway: 'one' }).resources,
  );
  const tasks = resources.filter(({ Type }) => Type === 'AWS::ECS::TaskDefinition');
  const once = new Map(tasks.map((task) => [task.id, task]));
  return [...once.values()].flatMap((task) =>
    (task.Properties.ContainerDefinitions as Properties[]).map((container) => commandOf(task, container)),
  );
}

function commandOf({ id }: ResolvedResource, container: Properties): TaskCommand {
  const linux = (container.LinuxParameters ?? {}) as {
    InitProcessEnabled?: boolean;
    Capabilities?: { Drop?: string[] };
    Tmpfs?: { ContainerPath: string; Size: number }[];
  };
  const pairs = (container.Environment ?? []) as { Name: string; Value: Value }[];
  const { Command: healthCheck } = (container.HealthCheck ?? {}) as { Command?: string[] };
  return {
    task: id,
    container: textOf(container.Name),
    image: container.Name === 'nginx' ? 'nginx' : 'api',
    ...(container.Command !== undefined && { command: container.Command as string[] }),
    ...(container.User !== undefined && { user: textOf(container.User) }),
    readonlyRootFilesystem: container.ReadonlyRootFilesystem === true,
    droppedCapabilities: linux.Capabilities?.Drop ?? [],
    init: linux.InitProcessEnabled === true,
    tmpfs: (linux.Tmpfs ?? []).map(({ ContainerPath: path, Size: mebibytes }) => ({ path, mebibytes })),
    memoryMib: Number(container.Memory),
    stopTimeoutSeconds: Number(container.StopTimeout),
    ...(healthCheck && { healthCheck }),
    environment: Object.fromEntries(pairs.map(({ Name, Value: value }) => [Name, textOf(value)])),
    secrets: ((container.Secrets ?? []) as { Name: string }[]).map(({ Name }) => Name),
  };
}

if (import.meta.main) console.log(JSON.stringify(taskCommands(await readTemplates()), null, 2));
