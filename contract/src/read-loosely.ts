/** Programs of different versions talk to each other while one is deployed: what is written strictly is read loosely. */
import * as z from 'zod/mini';

/**
 * The same schema for the reading side: fields that it does not know, at any level, are dropped instead of refused.
 * What it knows is held to the same rules. @throws where a schema is of a kind that this function does not know.
 */
export function readLoosely<Schema extends z.ZodMiniType>(schema: Schema): Schema {
  return loosen(schema) as Schema;
}

/** Kinds in which no object with fields of its own stands. */
const leaves = new Set(['string', 'number', 'boolean', 'null', 'enum', 'literal', 'record']);

function loosen(schema: z.core.$ZodType): z.core.$ZodType {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (leaves.has(def.type)) return schema;
  if (def.type === 'object') {
    const { catchall: _, ...rest } = def;
    const shape = Object.fromEntries(Object.entries(def.shape).map(([name, field]) => [name, loosen(field)]));
    return copyOf(schema, { ...rest, shape });
  }
  if (def.type === 'array') return copyOf(schema, { ...def, element: loosen(def.element) });
  if (def.type === 'nullable' || def.type === 'optional') {
    return copyOf(schema, { ...def, innerType: loosen(def.innerType) });
  }
  if (def.type === 'union') return copyOf(schema, { ...def, options: def.options.map(loosen) });
  throw new Error(`How to read ${def.type} loosely is not known`);
}

/** With its checks, which stand in the definition. */
const copyOf = <Definition extends z.core.$ZodTypeDef>(schema: z.core.$ZodType, definition: Definition) =>
  z.clone(schema, definition);
