/** What moto_server alone cannot do, in another form; everything else goes to it as to AWS. */
import { type Template, textOf, type Value } from '../../src/template.ts';
import type { Templates } from '../../src/stacks.ts';
import { resourceIn } from '../rules/rule.ts';

/** Made silently as nothing at all, so that their attributes cannot be read. */
const unknown = /^AWS::(CloudFront|CertificateManager|Budgets|GuardDuty|SES)::/;

export function forMoto(templates: Templates): Templates {
  const copy = Object.fromEntries(
    Object.entries(templates).map(([name, template]) => [name, withoutUnknownAttributes(template)]),
  ) as Templates;
  // A reference to the group arrives as an object of moto's own.
  resourceIn(copy, 'Database').Properties.DBParameterGroupName = 'default.postgres18';
  // An update looks for what a condition kept from being made.
  const { ecs } = copy;
  ecs.Resources = Object.fromEntries(
    Object.entries(ecs.Resources).filter(([, { Condition }]) => Condition !== 'RunsBehindAlb'),
  );
  return copy;
}

function withoutUnknownAttributes(template: Template): Template {
  const isUnknown = (id: string) => unknown.test(template.Resources[id]?.Type ?? '');
  const replace = (value: Value): Value => {
    if (Array.isArray(value)) return value.map(replace);
    if (typeof value !== 'object' || value === null) return value;
    const attribute = value['Fn::GetAtt'];
    const id = Array.isArray(attribute) ? textOf(attribute[0]) : '';
    if (isUnknown(id)) return `${id.toLowerCase()}.moto.invalid`;
    const reference = value.Ref;
    if (typeof reference === 'string' && isUnknown(reference)) return `E${reference.toUpperCase()}`;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replace(inner)]));
  };
  return replace(structuredClone(template) as unknown as Value) as unknown as Template;
}
