/** No secret whose change restarts nobody: a program reads it when its task starts, and CloudFormation by its version. */
import { secretsRead } from '../../src/deployment/parameters.ts';
import { stackNames, type Templates } from '../../src/stacks.ts';
import { type Properties, type Resource, textOf, type Value } from '../../src/template.ts';
import { at, objectsBelow, resourceIn, type Rule, set, valuesBelow } from './rule.ts';

interface Found {
  readonly id: string;
  readonly resource: Resource;
}

const resourcesOf = (templates: Templates): Found[] =>
  stackNames.flatMap((stack) =>
    Object.entries(templates[stack].Resources).map(([id, resource]) => ({ id, resource })),
  );
const ofType = (templates: Templates, type: string): Found[] =>
  resourcesOf(templates).filter(({ resource }) => resource.Type === type);

/** Task definitions that ECS keeps running, and starts anew when they change. */
function tasksOfServices(templates: Templates): Found[] {
  const named = new Set(
    ofType(templates, 'AWS::ECS::Service').map(({ resource }) =>
      textOf(at(resource.Properties.TaskDefinition, 'Ref')),
    ),
  );
  return ofType(templates, 'AWS::ECS::TaskDefinition').filter(({ id }) => named.has(id));
}

/** The last part of the parameter's name. */
const nameOf = ({ ValueFrom }: Properties): string =>
  textOf(at(ValueFrom, 'Fn::Sub')).split('/').at(-1) ?? '';

/** Secrets of a container whose version is not part of its task definition. */
function unnoticed(container: Properties): string[] {
  const label = textOf(at(container, 'DockerLabels.secrets.Ref'));
  const noticed: readonly string[] =
    label in secretsRead ? secretsRead[label as keyof typeof secretsRead] : [];
  const read = objectsBelow(container.Secrets).filter(({ ValueFrom }) => ValueFrom !== undefined);
  return read.map(nameOf).filter((name) => !noticed.includes(name));
}

/** Such as `{{resolve:ssm-secure:/name:version}}`, without a version that a parameter gives. */
const loose = (value: Value): boolean =>
  typeof value === 'string' &&
  value.includes('{{resolve:ssm') &&
  !/\{\{resolve:ssm(-secure)?:[^:]+:\$\{\w+Version\}\}\}/.test(value);

export const secrets: Rule[] = [
  {
    title: 'the task of a service changes with the version of each secret that it reads',
    violations: ({ templates }) => {
      const tasks = tasksOfServices(templates);
      const found = tasks.flatMap(({ id, resource }) =>
        (resource.Properties.ContainerDefinitions as Properties[]).flatMap((container) =>
          unnoticed(container).map((name) => `${id}: ${name}`),
        ),
      );
      return tasks.length < 4 ? ['some service has no task'] : found;
    },
    introduceFault: (templates) => {
      const read = at(resourceIn(templates, 'ApiTaskB').Properties, 'ContainerDefinitions.0.Secrets');
      (read as Value[]).push({ Name: 'PEPPER', ValueFrom: { 'Fn::Sub': '${Project}/pepper' } });
    },
  },
  {
    title: 'the task of a service that reads secrets is labelled with their versions',
    violations: ({ templates }) =>
      tasksOfServices(templates)
        .filter(({ resource }) => at(resource.Properties, 'ContainerDefinitions.0.Secrets') !== undefined)
        .filter(
          ({ resource }) =>
            at(resource.Properties, 'ContainerDefinitions.0.DockerLabels.secrets.Ref') === undefined,
        )
        .map(({ id }) => id),
    introduceFault: (templates) =>
      set(templates, 'NginxTask', 'ContainerDefinitions.0.DockerLabels', { secrets: 'none' }),
  },
  {
    // AWS knowledge center, cloudformation-stack-update-secrets: «CloudFormation doesn't retrieve the value of the
    // dynamic reference unless a change is made to the dynamic reference itself».
    title:
      'what CloudFormation reads from SSM it reads by a version, so that another one is another template',
    violations: ({ templates }) => {
      const values = stackNames.flatMap((stack) => [...valuesBelow(templates[stack].Resources as never)]);
      const read = values.filter((value) => typeof value === 'string' && value.includes('{{resolve:ssm'));
      return read.length === 0 ? ['nothing is read'] : read.filter(loose).map(textOf);
    },
    introduceFault: (templates) =>
      set(templates, 'Database', 'MasterUserPassword', {
        'Fn::Sub': '{{resolve:ssm-secure:/${Project}/database-password}}',
      }),
  },
];
