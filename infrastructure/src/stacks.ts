/** The stacks in the order in which they are deployed. */
import { readTemplate, type Template } from './template.ts';

export const stackNames = [
  'artifacts',
  // Before every role.
  'boundary',
  // Before what needs its certificate; it imports nothing.
  'ssl-us-east-1',
  // Whatever its function works on, it knows by name.
  'media-processing',
  'uploads',
  // Before whatever costs by the hour: an account that AWS has not verified is refused its first distribution.
  'media-cdn',
  'vpc',
  'database',
  'cluster',
  'maintenance',
  // Before what waits for it on a host that takes another one's place.
  'certificates',
  // Before the services that send by it.
  'mail',
  // Before the services that it sends requests to, and nginx after those that it does.
  'edge-alb',
  'ecs',
  'edge-nginx',
  'frontend',
  'monitoring',
  'deploy-role',
] as const;
export type StackName = (typeof stackNames)[number];

/** Made by administrators alone: what GitHub deploys may widen no right, its own included. */
export const administratorStacks: readonly StackName[] = ['boundary', 'deploy-role'];
/**
 * Torn down last first. The role that CloudFormation keeps for the others goes at the very end: without it no other
 * stack could be deleted («CloudFormation uses the role that was previously associated with the stack»).
 */
export const teardownOrder: readonly StackName[] = [
  ...stackNames.filter((name) => name !== 'deploy-role').toReversed(),
  'deploy-role',
];
export type Templates = Record<StackName, Template>;

export async function readTemplates(): Promise<Templates> {
  const entries = await Promise.all(
    stackNames.map(async (name) => [name, await readTemplate(name)] as const),
  );
  return Object.fromEntries(entries) as Templates;
}
