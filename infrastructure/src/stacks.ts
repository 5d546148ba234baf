/** The stacks in the order in which they are deployed; torn down the other way round. */
import { readTemplate, type Template } from './template.ts';

export const stackNames = [
  'artifacts',
  // Before what needs its certificate; it imports nothing.
  'ssl-us-east-1',
  'vpc',
  'database',
  // Whatever its function works on, it knows by name.
  'media-processing',
  'uploads',
  'media-cdn',
  'cluster',
  'maintenance',
  // Before the services that it sends requests to, and nginx after those that it does.
  'edge-alb',
  'ecs',
  'edge-nginx',
  'frontend',
  'monitoring',
  'deploy-role',
] as const;
export type StackName = (typeof stackNames)[number];
export type Templates = Record<StackName, Template>;

export async function readTemplates(): Promise<Templates> {
  const entries = await Promise.all(
    stackNames.map(async (name) => [name, await readTemplate(name)] as const),
  );
  return Object.fromEntries(entries) as Templates;
}
