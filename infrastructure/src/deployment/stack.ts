/** One stack: describing it, and bringing it to the state of its template. */
import { join } from 'node:path';
import type { StackName } from '../stacks.ts';
import { textOf } from '../template.ts';
import { type Deployment, nameOf, regionOf, type Values } from './deployment.ts';
import { withFiles } from './files.ts';
import { step } from './tools.ts';

/** Capabilities that some templates need: roles with names, so that policies can name them. */
const capabilities = ['--capabilities', 'CAPABILITY_NAMED_IAM'];

export interface Described {
  readonly status: string;
  readonly outputs: Values;
  readonly parameters: Values;
}

/** Undefined when there is no such stack. */
export async function describe(deployment: Deployment, stack: StackName): Promise<Described | undefined> {
  const name = ['--stack-name', nameOf(deployment, stack), ...regionOf(stack)];
  try {
    const { Stacks } = (await deployment.tools.ask('cloudformation', 'describe-stacks', ...name)) as {
      Stacks: {
        StackStatus?: string;
        Outputs?: { OutputKey: string; OutputValue: string }[];
        Parameters?: { ParameterKey: string; ParameterValue: string }[];
      }[];
    };
    const [{ StackStatus = '', Outputs = [], Parameters = [] } = {}] = Stacks;
    return {
      status: StackStatus,
      outputs: Object.fromEntries(Outputs.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue])),
      parameters: Object.fromEntries(
        Parameters.map(({ ParameterKey, ParameterValue }) => [ParameterKey, ParameterValue]),
      ),
    };
  } catch (error) {
    if (String(error).includes('does not exist')) return undefined;
    throw error;
  }
}

/**
 * What the stack is like afterwards; in a dry run outputs that are not there yet stand in angle brackets.
 * @param before what it was like, undefined when there was none
 */
export function deployStack(
  deployment: Deployment,
  stack: StackName,
  parameters: Values,
  before: Described | undefined,
): Promise<Described> {
  const name = nameOf(deployment, stack);
  const advice = `Fix what is named above and deploy again: what stands is left as it is. All events: aws cloudformation describe-stack-events --stack-name ${name}`;
  return step(`The stack ${name}`, advice, async () => {
    if (before?.status === 'ROLLBACK_COMPLETE')
      throw new Error(
        `Its first creation failed, and nothing can be made of it: aws cloudformation delete-stack --stack-name ${name} ${regionOf(stack).join(' ')}`,
      );
    const verb = before ? 'update' : 'create';
    const isChanged = await send(deployment, stack, verb, parameters);
    if (deployment.tools.dryRun) {
      const outputs = { ...placeholders(deployment, stack), ...before?.outputs };
      return { status: before?.status ?? '', parameters, outputs };
    }
    if (!isChanged && before) return before;
    await finish(deployment, stack, verb);
    const after = await describe(deployment, stack);
    if (!after) throw new Error('It is gone again.');
    return after;
  });
}

/** False when nothing would change. */
async function send(
  { templateFolder, tools, roleArn, project }: Deployment,
  stack: StackName,
  verb: 'create' | 'update',
  parameters: Values,
): Promise<boolean> {
  const list = Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
    ParameterKey,
    ParameterValue,
  }));
  const template = join(templateFolder, `${stack}.yaml`);
  return withFiles([JSON.stringify(list)], async ([parameterFile = '']) => {
    try {
      await tools.change(
        ...['cloudformation', `${verb}-stack`, '--stack-name', `${project}-${stack}`, ...regionOf(stack)],
        ...[...capabilities, '--template-body', `file://${template}`],
        ...['--parameters', `file://${parameterFile}`, '--tags', `Key=Project,Value=${project}`],
        ...(roleArn === undefined ? [] : ['--role-arn', roleArn]),
      );
      return true;
    } catch (error) {
      if (String(error).includes('No updates are to be performed')) return false;
      throw error;
    }
  });
}

/**
 * Changes these parameters of a stack that exists, and neither its template nor any other parameter. Does nothing
 * where there is no such stack, or where it has these values already.
 */
export function changeParameters(deployment: Deployment, stack: StackName, changes: Values): Promise<void> {
  const { tools, roleArn } = deployment;
  const name = nameOf(deployment, stack);
  const advice = `Its events say more: aws cloudformation describe-stack-events --stack-name ${name}`;
  return step(`Changing parameters of the stack ${name}`, advice, async () => {
    const before = await describe(deployment, stack);
    if (!before || Object.entries(changes).every(([key, value]) => before.parameters[key] === value)) return;
    const list = Object.keys(before.parameters).map((ParameterKey) => {
      const { [ParameterKey]: ParameterValue } = changes;
      return ParameterValue === undefined
        ? { ParameterKey, UsePreviousValue: true }
        : { ParameterKey, ParameterValue };
    });
    await withFiles([JSON.stringify(list)], ([file = '']) =>
      tools.change(
        ...['cloudformation', 'update-stack', '--stack-name', name, ...regionOf(stack), ...capabilities],
        ...['--use-previous-template', '--parameters', `file://${file}`],
        ...(roleArn === undefined ? [] : ['--role-arn', roleArn]),
      ),
    );
    await finish(deployment, stack, 'update');
  });
}

/** Waits for the end. @throws with what failed first, in AWS's own words */
async function finish(deployment: Deployment, stack: StackName, verb: 'create' | 'update'): Promise<void> {
  const name = ['--stack-name', nameOf(deployment, stack), ...regionOf(stack)];
  try {
    await deployment.tools.change('cloudformation', 'wait', `stack-${verb}-complete`, ...name);
  } catch (error) {
    const { StackEvents } = (await deployment.tools.ask(
      'cloudformation',
      'describe-stack-events',
      ...name,
    )) as {
      StackEvents: {
        LogicalResourceId: string;
        ResourceStatus: string;
        ResourceStatusReason?: string;
      }[];
    };
    // Newest first, back to what began this operation; what failed first is the cause of all the rest.
    const begun = StackEvents.findIndex(
      ({ ResourceStatusReason }) => ResourceStatusReason === 'User Initiated',
    );
    const [first] = StackEvents.slice(0, begun < 0 ? undefined : begun)
      .filter(({ ResourceStatus }) => ResourceStatus.endsWith('_FAILED'))
      .toReversed();
    if (!first) throw error;
    throw new Error(`${first.LogicalResourceId}: ${first.ResourceStatusReason ?? first.ResourceStatus}`, {
      cause: error,
    });
  }
}

function placeholders({ templates }: Deployment, stack: StackName): Values {
  return Object.fromEntries(
    Object.keys(templates[stack].Outputs ?? {}).map((output) => [output, `<${textOf(output)}>`]),
  );
}
