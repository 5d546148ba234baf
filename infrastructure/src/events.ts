/**
 * Whether an event fits a rule's pattern, as far as our patterns go (EventBridge User Guide, «Comparison operators»):
 * every field named must hold one of the values listed; of a list in the event one element is enough.
 */
import { textOf, type Value } from './template.ts';

type Fields = Readonly<Record<string, Value>>;

export function matches(pattern: Value, event: Value): boolean {
  if (Array.isArray(event)) return event.some((element) => matches(pattern, element));
  return Object.entries(pattern as Fields).every(([name, wanted]) => {
    if (name === '$or') return (wanted as Value[]).some((choice) => matches(choice, event));
    const actual = isFields(event) ? event[name] : undefined;
    if (!Array.isArray(wanted)) return actual !== undefined && matches(wanted, actual);
    return [actual].flat().some((value) => wanted.some((one) => fits(one, value)));
  });
}

function fits(wanted: Value, actual: Value | undefined): boolean {
  if (!isFields(wanted)) return actual === wanted;
  const [[operator, operand] = ['', null]] = Object.entries(wanted);
  if (actual === undefined) return false;
  switch (operator) {
    case 'prefix':
      return typeof actual === 'string' && actual.startsWith(textOf(operand));
    case 'anything-but':
      return ![operand].flat().includes(actual);
    case 'numeric': {
      const [comparison, limit] = operand as [string, number];
      if (comparison !== '>') throw new Error(`The comparison ${comparison} is not known here`);
      return typeof actual === 'number' && actual > limit;
    }
    default:
      throw new Error(`The operator ${operator} is not known here`);
  }
}

const isFields = (value: Value | undefined): value is Record<string, Value> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
