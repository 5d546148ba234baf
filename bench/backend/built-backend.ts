/** Parts of the backend as they run in production, from its build. */
import { join } from 'node:path';

const dist = join(import.meta.dirname, '..', '..', 'backend', 'dist');

/** The class `name` of the module at `path` in the backend's source, without the ending. */
export async function builtClass<Instance>(
  path: string,
  name: string,
): Promise<new (...args: unknown[]) => Instance> {
  const module = (await import(join(dist, `${path}.js`))) as Partial<
    Record<string, new (...args: unknown[]) => Instance>
  >;
  const found = module[name];
  if (!found) throw new Error(`The backend is not built, or ${path} has no ${name}`);
  return found;
}
