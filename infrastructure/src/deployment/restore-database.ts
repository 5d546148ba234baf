/**
 * The database as it was at an earlier time, under the name that it has always had: the same address, so that stacks,
 * alarms and secrets fit, and no deployment leads back to the broken one, which stays beside it under another name.
 *
 * RDS puts a copy into the default network with default parameters («with the default security group, the default
 * subnet group, and the default DB parameter group», RDS API Reference, RestoreDBInstanceToPointInTime), in one zone
 * and without protection, so that all of this is said. Each step is left out where it has been done: whatever fails,
 * the same command goes on.
 */
import { type Deployment, nameOf, type Values } from './deployment.ts';
import { describeAll } from './deploy-all.ts';
import { withFiles } from './files.ts';
import { migrate } from './migration.ts';
import { readParameter } from './parameters.ts';
import { changeParameters } from './stack.ts';
import { step } from './tools.ts';
import { within } from './waiting.ts';

/** Hundreds of gigabytes take hours. */
const restoreMinutes = 600;
const renameMinutes = 60;
/** RDS shows neither the new name nor the work at once. */
const ready = 'available';

interface Instance {
  DBInstanceIdentifier: string;
  DBInstanceStatus: string;
  DBInstanceClass: string;
  MultiAZ: boolean;
  DeletionProtection: boolean;
  BackupRetentionPeriod: number;
  CACertificateIdentifier: string;
  MaxAllocatedStorage?: number;
  PreferredBackupWindow: string;
  PreferredMaintenanceWindow: string;
  PerformanceInsightsEnabled?: boolean;
  PerformanceInsightsRetentionPeriod?: number;
  PendingModifiedValues?: object;
  DBSubnetGroup: { DBSubnetGroupName: string };
  DBParameterGroups: { DBParameterGroupName: string }[];
  VpcSecurityGroups: { VpcSecurityGroupId: string }[];
  LatestRestorableTime?: string;
}
interface Names {
  readonly name: string;
  readonly restored: string;
  readonly broken: string;
}

/** @param at a time such as 2026-11-30T08:15:00Z, or `latest` */
export async function restoreDatabase(deployment: Deployment, at: string): Promise<void> {
  const time = timeOf(at);
  const { project, tools } = deployment;
  const names: Names = { name: project, restored: `${project}-restored`, broken: `${project}-broken` };
  const stacks = await describeAll(deployment);
  const ecs = stacks.get('ecs');
  if (!ecs) throw new Error(`There is no stack ${nameOf(deployment, 'ecs')}: nothing is deployed here.`);
  const outputs: Values = Object.fromEntries(
    [...stacks.values()].flatMap((stack) => Object.entries(stack.outputs)),
  );
  const imageTag = ecs.parameters.ImageTag ?? '';
  const running =
    imageTag === '' ? (stacks.get('maintenance')?.parameters.MaintenanceImageTag ?? '') : imageTag;

  await refuseLeftover(deployment, names, imageTag);
  const goOn = `The same command goes on from here: make restore-rds AT=${at}`;
  await step('Restoring the database', goOn, async () => {
    await makeCopy(deployment, names, time);
    tools.log('services: stopping, so that nothing is written to the broken database any more');
    await changeParameters(deployment, 'ecs', { ImageTag: '' });
    await takeNames(deployment, names);
    // What was rolled back may lack migrations that the programs need.
    await migrate(deployment, outputs);
    tools.log('services: starting');
    await changeParameters(deployment, 'ecs', { ImageTag: running });
  });
  tools.log(
    `The database is as of ${at}. The broken one is kept as ${names.broken}, and costs as much: aws rds modify-db-instance --db-instance-identifier ${names.broken} --no-deletion-protection --apply-immediately, then aws rds delete-db-instance. Files that are newer than the database are removed by the reconciler; see docs/operations.md «Database».`,
  );
}

/** The broken one of an earlier time, which would be taken for that of this time. */
async function refuseLeftover(deployment: Deployment, names: Names, imageTag: string): Promise<void> {
  const isEarlier =
    imageTag !== '' && (await find(deployment, names.broken)) && (await find(deployment, names.name));
  if (isEarlier)
    throw new Error(
      `${names.broken}, of an earlier restore, is still there. Delete it first: aws rds modify-db-instance --db-instance-identifier ${names.broken} --no-deletion-protection --apply-immediately, then aws rds delete-db-instance.`,
    );
}

function timeOf(at: string): string[] {
  if (at === 'latest') return ['--use-latest-restorable-time'];
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z$/.test(at) || Number.isNaN(Date.parse(at)))
    throw new Error(`AT is a time such as 2026-11-30T08:15:00Z, or latest; «${at}» is neither.`);
  return ['--restore-time', at];
}

async function makeCopy(deployment: Deployment, names: Names, time: readonly string[]): Promise<void> {
  const { tools } = deployment;
  const source = await find(deployment, names.name);
  if (await find(deployment, names.broken)) return;
  if (!(await find(deployment, names.restored))) {
    if (!source) throw new Error(`There is no database ${names.name} to restore from.`);
    tools.log(
      `database: restoring to ${names.restored}; up to ${source.LatestRestorableTime ?? '?'} is possible`,
    );
    await tools.change(
      ...['rds', 'restore-db-instance-to-point-in-time', ...time],
      ...['--source-db-instance-identifier', names.name, '--target-db-instance-identifier', names.restored],
      ...['--db-instance-class', source.DBInstanceClass],
      ...['--db-subnet-group-name', source.DBSubnetGroup.DBSubnetGroupName],
      ...['--db-parameter-group-name', source.DBParameterGroups[0]?.DBParameterGroupName ?? ''],
      ...['--vpc-security-group-ids', ...source.VpcSecurityGroups.map((group) => group.VpcSecurityGroupId)],
      ...['--ca-certificate-identifier', source.CACertificateIdentifier],
      ...['--enable-cloudwatch-logs-exports', 'postgresql', '--copy-tags-to-snapshot'],
      ...['--no-publicly-accessible', source.MultiAZ ? '--multi-az' : '--no-multi-az'],
      source.DeletionProtection ? '--deletion-protection' : '--no-deletion-protection',
      ...(source.MaxAllocatedStorage === undefined
        ? []
        : ['--max-allocated-storage', String(source.MaxAllocatedStorage)]),
    );
  }
  await waitFor(deployment, names.restored, restoreMinutes);
}

/** Broken first: two cannot have one name. The copy has the password of its time, and gets the present one. */
async function takeNames(deployment: Deployment, names: Names): Promise<void> {
  const { tools } = deployment;
  if (!(await find(deployment, names.broken))) {
    tools.log(`database: ${names.name} becomes ${names.broken}`);
    await rename(deployment, names.name, names.broken, {});
  }
  if (!(await find(deployment, names.restored))) return;
  const broken = await find(deployment, names.broken);
  const password = await readParameter(deployment, 'database-password');
  tools.log(`database: ${names.restored} becomes ${names.name}`);
  await rename(deployment, names.restored, names.name, {
    ...(password && { MasterUserPassword: password.value }),
    ...(broken && settingsOf(broken)),
  });
}

/** What the template gave the database, and RDS does not promise to copy. */
function settingsOf(instance: Instance): Record<string, string | number | boolean> {
  const { BackupRetentionPeriod, PreferredBackupWindow, PreferredMaintenanceWindow } = instance;
  const insights = instance.PerformanceInsightsEnabled === true && {
    EnablePerformanceInsights: true,
    PerformanceInsightsRetentionPeriod: instance.PerformanceInsightsRetentionPeriod ?? 7,
  };
  return { BackupRetentionPeriod, PreferredBackupWindow, PreferredMaintenanceWindow, ...insights };
}

/** From a file: the password is for nobody who lists processes. */
async function rename(
  deployment: Deployment,
  from: string,
  to: string,
  more: Readonly<Record<string, string | number | boolean>>,
): Promise<void> {
  const input = { DBInstanceIdentifier: from, NewDBInstanceIdentifier: to, ApplyImmediately: true, ...more };
  await withFiles([JSON.stringify(input)], ([file = '']) =>
    deployment.tools.change('rds', 'modify-db-instance', '--cli-input-json', `file://${file}`),
  );
  await waitFor(deployment, to, renameMinutes);
}

async function waitFor(deployment: Deployment, name: string, minutes: number): Promise<void> {
  if (deployment.tools.dryRun) return;
  await within(deployment, minutes, `The database ${name} is not ${ready}`, async () => {
    const found = await find(deployment, name);
    if (found && /failed|incompatible/.test(found.DBInstanceStatus))
      throw new Error(
        `The database ${name} is ${found.DBInstanceStatus}: its events in the console say why.`,
      );
    const pending = Object.keys(found?.PendingModifiedValues ?? {});
    return found?.DBInstanceStatus === ready && pending.length === 0;
  });
}

async function find({ tools }: Deployment, name: string): Promise<Instance | undefined> {
  try {
    const { DBInstances } = (await tools.ask(
      'rds',
      'describe-db-instances',
      '--db-instance-identifier',
      name,
    )) as {
      DBInstances: Instance[];
    };
    return DBInstances[0];
  } catch (error) {
    if (String(error).includes('DBInstanceNotFound')) return undefined;
    throw error;
  }
}
