/** CloudFormation templates as plain data: short forms such as `!Sub` become their long ones. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, type ScalarTag, type CollectionTag, type Tags, YAMLMap, YAMLSeq } from 'yaml';

export const folder = join(import.meta.dirname, '..');

/** Anything that a template may hold. */
export type Value = string | number | boolean | null | Value[] | { [key: string]: Value };
export type Properties = Record<string, Value>;

export interface Resource {
  Type: string;
  Condition?: string;
  DependsOn?: string | string[];
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
  Metadata?: Value;
  Properties: Properties;
}
export interface Parameter {
  Type: string;
  Description?: string;
  Default?: string | number;
  AllowedValues?: (string | number)[];
  AllowedPattern?: string;
  ConstraintDescription?: string;
  MinValue?: number;
  MaxValue?: number;
  NoEcho?: boolean;
}
/** Refuses parameters before anything is made. */
interface ParameterRule {
  RuleCondition?: Value;
  Assertions: { Assert: Value; AssertDescription: string }[];
}
interface Output {
  Description?: string;
  Condition?: string;
  Value: Value;
  Export?: { Name: Value };
}
export interface Template {
  AWSTemplateFormatVersion: string;
  Description: string;
  Parameters: Record<string, Parameter>;
  Rules?: Record<string, ParameterRule>;
  Conditions?: Record<string, Value>;
  Resources: Record<string, Resource>;
  Outputs?: Record<string, Output>;
}

const shortForms = [
  'Sub',
  'GetAtt',
  'ImportValue',
  'Join',
  'Split',
  'Select',
  'If',
  'Equals',
  'Not',
  'And',
  'Or',
];
const namesOf = (form: string) => ({
  tag: `!${form}`,
  name: ['Ref', 'Condition'].includes(form) ? form : `Fn::${form}`,
});

const customTags: Tags = [...shortForms, 'Ref', 'Condition', 'GetAZs', 'Base64'].flatMap((form) => {
  const { tag, name } = namesOf(form);
  const text: ScalarTag = {
    tag,
    // `!GetAtt A.B` is the list [A, B].
    resolve: (value) => ({ [name]: form === 'GetAtt' ? splitOnce(value) : value }),
  };
  const wrap = (value: unknown) => {
    const map = new YAMLMap();
    map.set(name, value);
    return map;
  };
  const collections: CollectionTag[] = [
    { tag, collection: 'seq', nodeClass: YAMLSeq, resolve: (value) => wrap(value) },
    { tag, collection: 'map', nodeClass: YAMLMap, resolve: (value) => wrap(value) },
  ];
  return [text, ...collections];
});

function splitOnce(text: string): string[] {
  const at = text.indexOf('.');
  return [text.slice(0, at), text.slice(at + 1)];
}

function parseTemplate(text: string): Template {
  return parse(text, { customTags }) as Template;
}

export async function readTemplate(stack: string): Promise<Template> {
  return parseTemplate(await readFile(join(folder, `${stack}.yaml`), 'utf8'));
}

/** Text as it stands, everything else as JSON; nothing is the empty text. */
export function textOf(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
