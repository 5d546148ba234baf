/** From a JSON Schema: values that fit it, values that miss it by one thing, and values that know nothing of it. */
import fc from 'fast-check';
import { hostileTexts, nested } from '@media-feed/testing/hostile-values';
import { multipartEtag } from '../support/world.ts';
import type { JsonSchema } from '../support/open-api/json-schema.ts';

type Values = fc.Arbitrary<unknown>;

/** Stands for the e-mail address of whoever calls. */
export const ownEmail = 'OWN-EMAIL';

/** What the schema cannot say of a field: values of this kind lead to a success. */
const examples: Record<string, Values> = {
  email: fc.oneof(
    fc.constant(ownEmail),
    fc.nat().map((number) => `fuzz-${number}@example.org`),
  ),
  password: fc.constant('correct horse battery'),
  confirmPassword: fc.constant('correct horse battery'),
  currentPassword: fc.constant('correct horse battery'),
  newPassword: fc.constant('correct horse battery'),
  contentType: fc.constantFrom('image/png', 'IMAGE/JPEG', 'video/mp4; codecs="avc1"', 'audio/x-wav'),
  fileName: fc.constantFrom(
    'a.png',
    'Straße 7 🏖.mp4',
    '../../etc/passwd',
    '<img src=x onerror=alert(1)>.jpg',
  ),
  caption: fc.constantFrom(null, 'By the #sea', '#a\n#b https://example.org/#c', '<b>%_\\</b>'),
  tag: fc.constantFrom('sea', '#Meer_2026', '海'),
  about: fc.constantFrom(null, 'Gulls,\nmostly. #sea'),
  handle: fc.nat().map((number) => `fuzz_${number}`),
  q: fc.constantFrom('sea', '"by the" -sea', '海', 'a & !b | (c:*', '%_\\'),
  altText: fc.constantFrom(null, 'Two gulls', '<img src=x onerror=alert(1)>'),
  size: fc.integer({ min: 1, max: 50 * 1024 ** 2 }),
  partNumbers: fc.constant([1]),
  parts: fc.constant([{ partNumber: 1, etag: multipartEtag }]),
};

/** Fits the schema; `name` is the field's or parameter's. */
export function fitting(schema: JsonSchema, name = ''): Values {
  const bySchema = fromSchema(schema, name);
  const example = examples[name];
  return example ? fc.oneof({ weight: 3, arbitrary: example }, { weight: 1, arbitrary: bySchema }) : bySchema;
}

function fromSchema(schema: JsonSchema, name: string): Values {
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((option) => fitting(option, name)));
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  return fc.oneof(...[schema.type ?? []].flat().map((type) => ofType(type, schema)));
}

function ofType(type: string, schema: JsonSchema): Values {
  switch (type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.integer({ min: schema.minimum ?? -(2 ** 31), max: schema.maximum ?? 2 ** 31 - 1 });
    case 'string':
      return stringOf(schema);
    case 'array': {
      const { minItems = 0, maxItems = Infinity } = schema;
      return fc.array(fitting(schema.items ?? {}), {
        minLength: minItems,
        maxLength: Math.min(maxItems, minItems + 8),
      });
    }
    case 'object': {
      const { properties = {}, required = [] } = schema;
      const fields = Object.entries(properties).map(([name, field]) => [name, fitting(field, name)] as const);
      return fc.record(Object.fromEntries(fields), { requiredKeys: required });
    }
    default:
      throw new Error(`No values are known of the type ${type}`);
  }
}

function stringOf({ format, minLength = 0, maxLength = 200 }: JsonSchema): Values {
  if (format === 'uuid') return fc.uuid();
  const lengths = { minLength, maxLength: Math.min(maxLength, minLength + 60) };
  return fc.oneof(
    fc.string(lengths),
    fc.string({ ...lengths, unit: 'grapheme' }),
    fc.string({ ...lengths, unit: 'binary' }),
  );
}

/** Any JSON, and the values that have broken other programs. */
export const wild: Values = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>(...Object.values(hostileTexts)),
  fc.constantFrom<unknown>(
    '',
    ' ',
    '0',
    '-1',
    '1e9',
    'null',
    'true',
    '%00',
    '${7*7}',
    '{{7*7}}',
    '$ne',
    '\u202e',
    '\ufeff',
  ),
  fc.constantFrom<unknown>(0, -0, -1, 2 ** 31, 2 ** 53, 1e308, 5e-324, 0.1, -(2 ** 63)),
  fc.constantFrom(nested(100), nested(1000)),
  fc.constantFrom<unknown>({ $gt: '' }, { length: 1e9 }, { toJSON: 1 }, { __proto__: null, constructor: {} }),
  fc.string({ minLength: 200, maxLength: 3000 }),
);

interface Mutation {
  kind: 'drop' | 'replace' | 'add' | 'repeat';
  /** Which place of the value, counted around. */
  place: number;
  name: string;
  value: unknown;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom('drop', 'replace', 'replace', 'replace', 'add', 'repeat'),
  place: fc.nat(1000),
  name: fc.oneof(
    fc.constantFrom('admin', 'id', 'userId', '__proto__', 'constructor', 'toString'),
    fc.string(),
  ),
  value: wild,
});

/** Fits, but for one thing. */
export function nearly(schema: JsonSchema, name = ''): Values {
  return fc.tuple(fitting(schema, name), mutation).map(([value, change]) => mutate(value, change));
}

type Container = Record<string, unknown> | unknown[];
const isContainer = (value: unknown): value is Container => typeof value === 'object' && value !== null;

function mutate(original: unknown, { kind, place, name, value }: Mutation): unknown {
  const root = { value: structuredClone(original) };
  const places = placesIn(root);
  const [parent, key] = places[place % places.length] ?? [root, 'value'];
  const target = Reflect.get(parent, key) as unknown;
  if (kind === 'drop') Reflect.deleteProperty(parent, key);
  else if (kind === 'replace') put(parent, key, value);
  else if (kind === 'repeat') put(parent, key, [target, target]);
  else if (isContainer(target)) put(target, name, value);
  else put(parent, key, { [name]: value });
  // Dropped as a whole.
  return root.value ?? null;
}

function placesIn(container: Container): [parent: Container, key: string][] {
  return Object.entries(container).flatMap(([key, value]) => [
    [container, key] as [Container, string],
    ...(isContainer(value) ? placesIn(value) : []),
  ]);
}

/** Also the name `__proto__` becomes a property of its own. */
function put(container: Container, key: string, value: unknown): void {
  Object.defineProperty(container, key, { value, writable: true, enumerable: true, configurable: true });
}
