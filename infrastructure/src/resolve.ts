/**
 * Templates as CloudFormation would see them in one account: conditions decided, references replaced by the names
 * and ARNs that the resources would get.
 */
import { type Properties, type Resource, type Template, textOf, type Value } from './template.ts';
import { stackNames, type StackName, type Templates } from './stacks.ts';

const account = { id: '123456789012', region: 'eu-central-1', project: 'media-feed' };

const pseudo: Record<string, string> = {
  'AWS::AccountId': account.id,
  'AWS::Region': account.region,
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
};
const noValue = Symbol('AWS::NoValue');
type Resolved = Value | typeof noValue;

export interface ResolvedResource extends Resource {
  readonly stack: StackName;
  readonly id: string;
}

/**
 * @param common parameters of every stack that knows them; outputs of earlier stacks go to later ones by their names,
 * as the deployment hands them over.
 */
export function resolveAll(templates: Templates, common: Record<string, string> = {}): ResolvedStacks {
  const exported = new Map<string, Value>();
  const resources = resolveInOrder(templates, common, exported, (stack) => stack.resources()).flat();
  return { resources, exported };
}

/** The exports alone, for whoever resolves the stacks many times. */
export function resolveExports(
  templates: Templates,
  common: Record<string, string>,
): ReadonlyMap<string, Value> {
  const exported = new Map<string, Value>();
  resolveInOrder(templates, common, exported, () => undefined);
  return exported;
}

/** What the templates' own rules refuse about the parameters, in their words, as `stack: words`. */
export function refusedParameters(templates: Templates, common: Record<string, string>): string[] {
  return resolveInOrder(templates, common, new Map(), (stack) => stack.refusals()).flat();
}

function resolveInOrder<Result>(
  templates: Templates,
  common: Record<string, string>,
  exported: Map<string, Value>,
  resolve: (stack: StackResolver) => Result,
): Result[] {
  const outputs: Record<string, string> = {};
  return stackNames.map((name) => {
    const stack = new StackResolver(name, templates[name], { ...outputs, ...common }, exported);
    const result = resolve(stack);
    for (const { key, exportName, value } of stack.outputs()) {
      outputs[key] = textOf(value);
      if (exportName !== undefined) exported.set(exportName, value);
    }
    return result;
  });
}

export interface ResolvedStacks {
  readonly resources: readonly ResolvedResource[];
  readonly exported: ReadonlyMap<string, Value>;
}

export function find(stacks: ResolvedStacks, id: string): ResolvedResource {
  const found = stacks.resources.find((resource) => resource.id === id);
  if (!found) throw new Error(`No stack has a resource ${id}`);
  return found;
}

class StackResolver {
  readonly #name: StackName;
  readonly #template: Template;
  readonly #parameters: Record<string, string>;
  readonly #exported: ReadonlyMap<string, Value>;

  constructor(
    name: StackName,
    template: Template,
    given: Record<string, string>,
    exported: ReadonlyMap<string, Value>,
  ) {
    this.#name = name;
    this.#template = template;
    this.#exported = exported;
    this.#parameters = Object.fromEntries(
      Object.entries(template.Parameters).map(([parameter, { Default = `<${parameter}>` }]) => [
        parameter,
        given[parameter] ?? textOf(Default),
      ]),
    );
  }

  resources(): ResolvedResource[] {
    return Object.entries(this.#template.Resources)
      .filter(([, { Condition }]) => Condition === undefined || this.#holds(Condition))
      .map(([id, resource]) => ({
        ...resource,
        stack: this.#name,
        id,
        Properties: this.#clean(resource.Properties) as Properties,
      }));
  }

  outputs(): { key: string; exportName: string | undefined; value: Value }[] {
    return Object.entries(this.#template.Outputs ?? {})
      .filter(([, { Condition }]) => Condition === undefined || this.#holds(Condition))
      .map(([key, { Value: value, Export }]) => ({
        key,
        exportName: Export && textOf(this.#clean(Export.Name)),
        value: this.#clean(value),
      }));
  }

  refusals(): string[] {
    return Object.values(this.#template.Rules ?? {})
      .filter(({ RuleCondition }) => RuleCondition === undefined || this.#decide(RuleCondition))
      .flatMap(({ Assertions }) => Assertions)
      .filter(({ Assert }) => !this.#decide(Assert))
      .map(({ AssertDescription }) => `${this.#name}: ${AssertDescription}`);
  }

  #clean(value: Value | undefined): Value {
    const resolved = value === undefined ? noValue : this.#resolve(value);
    return resolved === noValue ? null : resolved;
  }

  #resolve(value: Value): Resolved {
    if (Array.isArray(value))
      return value.map((item) => this.#resolve(item)).filter((item) => item !== noValue);
    if (typeof value !== 'object' || value === null) return value;
    const [entry, ...more] = Object.entries(value);
    if (entry && more.length === 0 && (entry[0].startsWith('Fn::') || entry[0] === 'Ref')) {
      return this.#call(entry[0], entry[1]);
    }
    const entries = Object.entries(value).map(([key, item]) => [key, this.#resolve(item)] as const);
    return Object.fromEntries(entries.filter((pair): pair is [string, Value] => pair[1] !== noValue));
  }

  #call(name: string, argument: Value): Resolved {
    const list = Array.isArray(argument) ? argument : [argument];
    const text = (value: Value | undefined) => textOf(this.#clean(value));
    switch (name) {
      case 'Ref':
        return this.#reference(textOf(argument));
      case 'Fn::If': {
        const branch = list[this.#holds(textOf(list[0])) ? 1 : 2];
        return branch === undefined ? noValue : this.#resolve(branch);
      }
      case 'Fn::Sub':
        return this.#substitute(textOf(list[0]), (list[1] ?? {}) as Properties);
      case 'Fn::GetAtt':
        return this.#attribute(textOf(list[0]), textOf(list[1]));
      case 'Fn::ImportValue': {
        const found = this.#exported.get(text(argument));
        if (found === undefined)
          throw new Error(`${this.#name} imports ${text(argument)}, which nobody exports before it`);
        return found;
      }
      case 'Fn::Join':
        return (this.#clean(list[1]) as Value[]).map(textOf).join(textOf(list[0]));
      case 'Fn::Split':
        return text(list[1]).split(textOf(list[0]));
      case 'Fn::Select':
        return (this.#clean(list[1]) as Value[])[Number(list[0])] ?? null;
      case 'Fn::GetAZs':
        return ['a', 'b', 'c'].map((zone) => account.region + zone);
      case 'Fn::Base64':
        return this.#resolve(argument);
      default:
        throw new Error(`${name} is not known here`);
    }
  }

  #reference(name: string): Resolved {
    if (name === 'AWS::NoValue') return noValue;
    if (name === 'AWS::StackName') return `${account.project}-${this.#name}`;
    const parameter = this.#template.Parameters[name];
    if (parameter) {
      const value = this.#parameters[name] ?? '';
      return parameter.Type === 'CommaDelimitedList' ? value.split(',') : value;
    }
    return pseudo[name] ?? this.#attribute(name, 'Ref');
  }

  #substitute(text: string, more: Properties): string {
    return text.replaceAll(/\$\{([^}!]+)\}/g, (_whole, name: string) => {
      if (name in more) return textOf(this.#clean(more[name]));
      const at = name.indexOf('.');
      return textOf(at < 0 ? this.#reference(name) : this.#attribute(name.slice(0, at), name.slice(at + 1)));
    });
  }

  #attribute(id: string, attribute: string): Value {
    const resource = this.#template.Resources[id];
    if (!resource) throw new Error(`${this.#name} has neither parameter nor resource ${id}`);
    const named = (property: string) => {
      const name = resource.Properties[property];
      return name === undefined ? `${account.project}-${this.#name}-${id}` : textOf(this.#clean(name));
    };
    const arn = (service: string, rest: string) =>
      `arn:aws:${service}:${account.region}:${account.id}:${rest}`;
    const known: Record<string, Record<string, () => string>> = {
      'AWS::S3::Bucket': {
        Ref: () => named('BucketName'),
        Arn: () => `arn:aws:s3:::${named('BucketName')}`,
      },
      'AWS::SQS::Queue': {
        Ref: () => `https://sqs.${account.region}.amazonaws.com/${account.id}/${named('QueueName')}`,
        Arn: () => arn('sqs', named('QueueName')),
        QueueName: () => named('QueueName'),
      },
      'AWS::Lambda::Function': {
        Ref: () => named('FunctionName'),
        Arn: () => arn('lambda', `function:${named('FunctionName')}`),
      },
      'AWS::IAM::Role': {
        Ref: () => named('RoleName'),
        Arn: () => `arn:aws:iam::${account.id}:role/${named('RoleName')}`,
      },
      'AWS::Logs::LogGroup': {
        Ref: () => named('LogGroupName'),
        Arn: () => arn('logs', `log-group:${named('LogGroupName')}:*`),
      },
      'AWS::ECR::Repository': {
        Ref: () => named('RepositoryName'),
        Arn: () => arn('ecr', `repository/${named('RepositoryName')}`),
      },
      'AWS::SNS::Topic': { Ref: () => arn('sns', named('TopicName')) },
      'AWS::StepFunctions::StateMachine': {
        Ref: () => arn('states', `stateMachine:${named('StateMachineName')}`),
      },
    };
    const make = known[resource.Type]?.[attribute];
    if (make) return make();
    return attribute === 'Ref' ? named('Name') : `${id}.${attribute}`;
  }

  #holds(condition: string): boolean {
    const definition = this.#template.Conditions?.[condition];
    if (definition === undefined) throw new Error(`${this.#name} has no condition ${condition}`);
    return this.#decide(definition);
  }

  #decide(value: Value): boolean {
    const [[name, argument] = ['', null]] = Object.entries(value as Record<string, Value>);
    if (name === 'Condition') return this.#holds(textOf(argument));
    const list = argument as Value[];
    switch (name) {
      case 'Fn::Equals':
        return textOf(this.#clean(list[0])) === textOf(this.#clean(list[1]));
      case 'Fn::Not':
        return !this.#decide(list[0] ?? null);
      case 'Fn::And':
        return list.every((item) => this.#decide(item));
      case 'Fn::Or':
        return list.some((item) => this.#decide(item));
      default:
        throw new Error(`${name} is no condition`);
    }
  }
}
