/** The stacks in the order in which they are deployed; torn down the other way round. */
import { readTemplate, type Template } from './template.ts';

export const stackNames = [
  'artifacts',
  // Before what needs its certificate; it imports nothing.
  'ssl-us-east-1',
  'vpc',
  'database',
  'media-processing',
  'ecs',
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
