import type { ApiBody } from '@nestjs/swagger';
import * as z from 'zod';

export type Schema = z.core.$ZodType;
export type JsonSchema = Exclude<
  Parameters<typeof ApiBody>[0]['schema' & keyof Parameters<typeof ApiBody>[0]],
  undefined
>;

/** OpenAPI 3.1 takes JSON Schema 2020-12 as it is. */
export function toJsonSchema(schema: Schema, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io,
    target: 'draft-2020-12',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      // What zod adds to every integer says nothing.
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  });
  return json as JsonSchema;
}
