/**
 * The part of JSON Schema 2020-12 that the OpenAPI document is written in. A keyword outside it throws, so that
 * nothing is ever taken for checked that was not.
 */
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

type Keyword = keyof JsonSchema;
type Rule = (schema: JsonSchema, value: unknown, path: string, definitions: Definitions) => string[];

const fault = (ok: boolean, path: string, words: string) => (ok ? [] : [`${path || 'the answer'} ${words}`]);
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const rules: Record<Keyword, Rule> = {
  description: () => [],
  format: () => [],
  $ref: ({ $ref = '' }, value, path, definitions) => {
    const name = $ref.replace('#/components/schemas/', '');
    const target = definitions[name];
    if (!target) throw new Error(`The document refers to ${$ref}, which it does not have`);
    return schemaFaults(target, value, definitions, path);
  },
  type: ({ type = [] }, value, path) => {
    const types = [type].flat();
    return fault(
      types.some((name) => isOfType(name, value)),
      path,
      `is not of type ${types.join(' or ')}`,
    );
  },
  anyOf: ({ anyOf = [] }, value, path, definitions) => {
    const attempts = anyOf.map((schema) => schemaFaults(schema, value, definitions, path));
    if (attempts.some((faults) => faults.length === 0)) return [];
    return attempts.toSorted((a, b) => a.length - b.length)[0] ?? [];
  },
  enum: ({ enum: allowed = [] }, value, path) =>
    fault(allowed.includes(value), path, 'is not one of the values listed'),
  const: (schema, value, path) => fault(schema.const === value, path, 'is not the value stated'),
  properties: ({ properties = {} }, value, path, definitions) => {
    if (!isObject(value)) return [];
    return Object.entries(properties).flatMap(([name, schema]) =>
      Object.hasOwn(value, name) ? schemaFaults(schema, value[name], definitions, join(path, name)) : [],
    );
  },
  required: ({ required = [] }, value, path) =>
    isObject(value)
      ? required.flatMap((name) => fault(Object.hasOwn(value, name), join(path, name), 'is missing'))
      : [],
  additionalProperties: ({ additionalProperties = true, properties = {} }, value, path, definitions) => {
    if (!isObject(value) || additionalProperties === true) return [];
    const others = Object.keys(value).filter((name) => !Object.hasOwn(properties, name));
    return others.flatMap((name) =>
      additionalProperties === false
        ? [`${join(path, name)} is not known`]
        : schemaFaults(additionalProperties, value[name], definitions, join(path, name)),
    );
  },
  propertyNames: ({ propertyNames = {} }, value, path, definitions) =>
    isObject(value)
      ? Object.keys(value).flatMap((name) => schemaFaults(propertyNames, name, definitions, join(path, name)))
      : [],
  items: ({ items = {} }, value, path, definitions) =>
    Array.isArray(value)
      ? value.flatMap((item, index) => schemaFaults(items, item, definitions, join(path, String(index))))
      : [],
  minItems: ({ minItems = 0 }, value, path) =>
    fault(!Array.isArray(value) || value.length >= minItems, path, 'has too few items'),
  maxItems: ({ maxItems = Infinity }, value, path) =>
    fault(!Array.isArray(value) || value.length <= maxItems, path, 'has too many items'),
  minLength: ({ minLength = 0 }, value, path) =>
    fault(typeof value !== 'string' || Array.from(value).length >= minLength, path, 'is too short'),
  maxLength: ({ maxLength = Infinity }, value, path) =>
    fault(typeof value !== 'string' || Array.from(value).length <= maxLength, path, 'is too long'),
  pattern: ({ pattern = '' }, value, path) =>
    fault(typeof value !== 'string' || new RegExp(pattern, 'u').test(value), path, 'is not of the pattern'),
  minimum: ({ minimum = -Infinity }, value, path) =>
    fault(typeof value !== 'number' || value >= minimum, path, 'is too small'),
  maximum: ({ maximum = Infinity }, value, path) =>
    fault(typeof value !== 'number' || value <= maximum, path, 'is too large'),
};

/** What is wrong with a value, one sentence each; empty when it fits. @throws {Error} at an unknown keyword. */
export function schemaFaults(
  schema: JsonSchema,
  value: unknown,
  definitions: Definitions = {},
  path = '',
): string[] {
  return Object.keys(schema).flatMap((keyword) => {
    if (!Object.hasOwn(rules, keyword)) throw new Error(`The document uses the unknown keyword ${keyword}`);
    return rules[keyword as Keyword](schema, value, path, definitions);
  });
}

function isOfType(type: string, value: unknown): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
    case 'integer':
      return Number.isInteger(value);
    case 'string':
    case 'number':
    case 'boolean':
      return typeof value === type;
    default:
      throw new Error(`The document uses the unknown type ${type}`);
  }
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
