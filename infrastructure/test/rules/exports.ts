/**
 * Exports. While another stack imports a value, CloudFormation refuses every change of it and rolls the exporting
 * stack back («cannot be updated as it is in use by»), so that what a parameter changes must not be exported: such a
 * value is an output, which the deployment hands over as a parameter.
 */
import { resolveExports } from '../../src/resolve.ts';
import { stackNames, type Templates } from '../../src/stacks.ts';
import { type Parameter, textOf } from '../../src/template.ts';
import { objectsBelow, profiles, type Rule, resourceIn } from './rule.ts';

type Parameters = Readonly<Record<string, string>>;

/** Nobody changes this on a running installation: it is the name of another one. */
const fixed = new Set(['Project']);

/** Another value that a parameter may have. */
function otherValues({ AllowedValues, MinValue, MaxValue, Default, Type }: Parameter): string[] {
  if (AllowedValues) return AllowedValues.map(textOf);
  if (Type === 'Number') return [textOf(MinValue), textOf(MaxValue)];
  // Nothing, where that is a value, and something else than either profile has.
  return [...(Default === '' ? [''] : []), 'another.example.org'];
}

/** Both profiles, and each of them with each parameter changed. */
function parameterSets(templates: Templates): Parameters[] {
  const known = Object.assign({}, ...stackNames.map((name) => templates[name].Parameters)) as Record<
    string,
    Parameter
  >;
  const changes = Object.entries(known)
    .filter(([name]) => !fixed.has(name))
    .flatMap(([name, parameter]) => otherValues(parameter).map((value) => ({ [name]: value })));
  return Object.values(profiles).flatMap((profile) => [
    profile,
    ...changes.map((change): Parameters => ({ ...profile, ...change })),
  ]);
}

const importedBy = (templates: Templates): Set<string> =>
  new Set(
    stackNames.flatMap((name) =>
      objectsBelow(templates[name] as never).flatMap((found) => {
        const source = found['Fn::ImportValue'] as Record<string, string> | undefined;
        return source?.['Fn::Sub']?.replace('${Project}', 'media-feed') ?? [];
      }),
    ),
  );

/** Names of imported exports that are not the same in all sets, or not there in one of them. */
function changingExports(templates: Templates): string[] {
  const imported = importedBy(templates);
  const values = new Map<string, Set<string>>();
  for (const parameters of parameterSets(templates)) {
    const exported = resolveExports(templates, parameters);
    for (const name of imported) {
      const seen = values.get(name) ?? new Set();
      values.set(name, seen.add(exported.has(name) ? textOf(exported.get(name)) : 'not exported'));
    }
  }
  return [...values].filter(([, seen]) => seen.size > 1).map(([name]) => name);
}

/** Lets `importer` import an output of `exporter`, under the output's own name. */
function exportAndImport(
  exporter: keyof Templates,
  output: string,
  importer: keyof Templates,
): Rule['introduceFault'] {
  return (templates) => {
    const found = templates[exporter].Outputs?.[output];
    if (!found) throw new Error(`${exporter} has no output ${output}`);
    found.Export = { Name: { 'Fn::Sub': `\${Project}-${output}` } };
    const [first] = Object.values(templates[importer].Resources);
    Object.assign(first?.Properties ?? {}, {
      Description: { 'Fn::ImportValue': { 'Fn::Sub': `\${Project}-${output}` } },
    });
  };
}

const faults: [change: string, introduceFault: Rule['introduceFault']][] = [
  ['a domain of its own for media', exportAndImport('media-cdn', 'MediaHost', 'frontend')],
  ['a domain of its own for the web app', exportAndImport('frontend', 'WebOrigin', 'monitoring')],
  ['transfer acceleration', exportAndImport('uploads', 'UploadsHost', 'frontend')],
  ['a load balancer, and its hosts', exportAndImport('vpc', 'HostSubnets', 'cluster')],
  [
    'a load balancer, and its address',
    (templates) => {
      exportAndImport('cluster', 'OriginHost', 'monitoring')(templates);
      exportAndImport('edge-alb', 'OriginHost', 'monitoring')(templates);
    },
  ],
  ['a release', exportAndImport('maintenance', 'MaintenanceTask', 'monitoring')],
  [
    'a number, however small',
    (templates) => {
      const { Outputs } = templates['media-processing'];
      if (Outputs?.Inspector) Outputs.Inspector.Value = { Ref: 'LambdaMemoryMib' };
    },
  ],
];

export const exports: Rule[] = [
  ...faults.map(([change, introduceFault]): Rule => ({
    title: `no imported export stands in the way of ${change}`,
    violations: ({ templates }) => changingExports(templates),
    introduceFault,
  })),
  {
    title: 'an output that has the name of a parameter is of the kind that this parameter takes',
    violations: ({ templates }) =>
      stackNames.flatMap((exporter) =>
        Object.keys(templates[exporter].Outputs ?? {}).flatMap((output) =>
          stackNames
            .filter((stack) => stackNames.indexOf(stack) > stackNames.indexOf(exporter))
            .filter((stack) => {
              const { Description = '' } = templates[stack].Parameters[output] ?? {};
              return Description !== '' && !Description.includes(exporter);
            })
            .map((stack) => `${exporter} → ${stack}: ${output}`),
        ),
      ),
    introduceFault: (templates) => {
      // The certificate of CloudFront, in us-east-1, would be given to the load balancer elsewhere.
      const { Parameters } = templates['edge-alb'];
      Parameters.CertificateArn = { ...Parameters.EdgeCertificateArn, Type: 'String' };
      resourceIn(templates, 'Listener').Properties.Certificates = [
        { CertificateArn: { Ref: 'CertificateArn' } },
      ];
    },
  },
];
