/**
 * IAM's decision, as far as our policies go: an explicit Deny wins, else one Allow is enough (IAM User Guide,
 * «Policy evaluation logic»; within one account identity and resource policies add up).
 */
import type { Value } from './template.ts';

export interface Call {
  readonly action: string;
  readonly resource: string;
  /** Condition keys of the request; one that is absent is absent. */
  readonly context?: Readonly<Record<string, string>>;
}
export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: Value;
  readonly Action: string | string[];
  readonly Resource: string | string[];
  readonly Condition?: Record<string, Record<string, string | string[]>>;
}

export function isAllowed(call: Call, statements: readonly Statement[]): boolean {
  const fitting = statements.filter((statement) => fits(statement, call));
  return fitting.every(({ Effect }) => Effect === 'Allow') && fitting.length > 0;
}

/** Whether the statement concerns this call. */
export function fits(statement: Statement, call: Call): boolean {
  return (
    [statement.Action].flat().some((action) => like(action, call.action, 'i')) &&
    [statement.Resource].flat().some((resource) => like(resource, call.resource)) &&
    Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
      Object.entries(keys).every(([key, wanted]) =>
        holds(operator, call.context?.[key], [wanted].flat().map(String)),
      ),
    )
  );
}

/** IAM's wildcards: `*` is any number of characters, `?` one. */
function like(pattern: string, text: string, flags = ''): boolean {
  const expression = pattern
    .replaceAll(/[\\^$.+()[\]{}|]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${expression}$`, flags).test(text);
}

/** A key that the request does not have fails every operator but the negated ones and `Null`. */
function holds(operator: string, actual: string | undefined, wanted: readonly string[]): boolean {
  switch (operator) {
    case 'StringEquals':
    case 'ForAnyValue:StringEquals':
    case 'Bool':
      return actual !== undefined && wanted.includes(actual);
    case 'StringLike':
    case 'ArnLike':
    case 'ArnEquals':
      return actual !== undefined && wanted.some((pattern) => like(pattern, actual));
    case 'ArnLikeIfExists':
      return actual === undefined || wanted.some((pattern) => like(pattern, actual));
    case 'ArnNotEquals':
      return actual === undefined || !wanted.some((pattern) => like(pattern, actual));
    case 'NumericGreaterThan':
      return actual !== undefined && wanted.some((limit) => Number(actual) > Number(limit));
    case 'Null':
      return wanted.includes(String(actual === undefined));
    default:
      throw new Error(`The condition operator ${operator} is not known here`);
  }
}
