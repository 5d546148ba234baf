/** JSON Schema 2020-12 as the OpenAPI document is written in it: its keywords that tests make values from. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

export interface JsonSchema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  anyOf?: JsonSchema[];
  enum?: unknown[];
  const?: unknown;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  propertyNames?: JsonSchema;
  items?: JsonSchema;
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  /** Says nothing that `pattern` beside it does not check. */
  format?: string;
  minimum?: number;
  maximum?: number;
}

export type Definitions = Readonly<Record<string, JsonSchema>>;

const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, validateFormats: false });
// Where OpenAPI keeps what `$ref` names.
ajv.addKeyword('components');
const compiled = new WeakMap<JsonSchema, ValidateFunction>();

/** What is wrong with a value, one sentence each; empty when it fits. @throws {Error} at a keyword that Ajv does not know. */
export function schemaFaults(schema: JsonSchema, value: unknown, definitions: Definitions = {}): string[] {
  let validate = compiled.get(schema);
  if (!validate) {
    validate = ajv.compile({ ...schema, components: { schemas: definitions } });
    compiled.set(schema, validate);
  }
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message = '', params }) =>
      `${instancePath.slice(1).replaceAll('/', '.') || 'the answer'} ${message} ${JSON.stringify(params)}`,
  );
}
