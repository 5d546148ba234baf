/** The live OpenAPI document, as a list of operations. */
import type { Definitions, JsonSchema } from './json-schema.ts';

interface Parameter {
  name: string;
  required: boolean;
  schema: JsonSchema;
}

interface DocumentedAnswer {
  /** None for an answer without a body. */
  contentType?: string;
  schema?: JsonSchema;
}

export interface Operation {
  /** Method and path, such as `GET /media/{mediaId}`. */
  key: string;
  method: string;
  /** With `{name}` for each parameter. */
  path: string;
  pathParameters: Parameter[];
  queryParameters: Parameter[];
  body?: JsonSchema;
  /** By status. */
  answers: ReadonlyMap<number, DocumentedAnswer>;
  /** The status of success. */
  successStatus: number;
  /** Of success too, where it was done before. */
  repeatStatus?: number;
}

export interface OpenApi {
  operations: Operation[];
  definitions: Definitions;
}

/** What is read of the document as it comes. */
interface Source {
  paths: Record<string, Record<string, OperationSource>>;
  components: { schemas: Record<string, JsonSchema> };
}
type Content = Record<string, { schema: JsonSchema }>;
interface OperationSource {
  parameters?: { name: string; in: 'path' | 'query'; required?: boolean; schema: JsonSchema }[];
  requestBody?: { content: Content };
  responses: Record<string, { content?: Content }>;
}

export async function readOpenApi(apiUrl: string): Promise<OpenApi> {
  const response = await fetch(`${apiUrl}/docs-json`);
  const { paths, components } = (await response.json()) as Source;
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => toOperation(method.toUpperCase(), path, operation)),
  );
  return { operations, definitions: components.schemas };
}

function toOperation(method: string, path: string, source: OperationSource): Operation {
  const parameters = (place: 'path' | 'query') =>
    (source.parameters ?? [])
      .filter(({ in: where }) => where === place)
      .map(({ name, required = false, schema }) => ({ name, required, schema }));
  const answers = new Map(
    Object.entries(source.responses).map(([status, { content }]) => {
      const [first] = Object.entries(content ?? {});
      return [Number(status), first ? { contentType: first[0], schema: first[1].schema } : {}] as const;
    }),
  );
  const successes = [...answers.keys()].filter((status) => status < 300);
  const successStatus = successes.at(-1);
  const repeatStatus = successes.at(-2);
  // Objects of JavaScript have their whole numbers in order: what makes something (201) is behind what finds it (200).
  if (successStatus === undefined || successes.length > (successStatus === 201 ? 2 : 1)) {
    throw new Error(
      `${method} ${path} must document one answer of success, or 201 with 200 for a repetition`,
    );
  }
  const body = source.requestBody?.content['application/json']?.schema;
  return {
    key: `${method} ${path}`,
    method,
    path,
    pathParameters: parameters('path'),
    queryParameters: parameters('query'),
    ...(body && { body }),
    answers,
    successStatus,
    ...(repeatStatus !== undefined && { repeatStatus }),
  };
}

/** The path with each `{name}` replaced; values are put in as they are. */
export function fillPath(path: string, values: Readonly<Record<string, string>>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`No value is given for ${name} in ${path}`);
    return value;
  });
}

/** Whether a path without parameters, such as `/media/mine`, falls under the template. */
export function matchesPath(template: string, path: string): boolean {
  const pattern = template.replace(/\{\w+\}/g, '[^/]+');
  return new RegExp(`^${pattern}$`).test(path);
}
