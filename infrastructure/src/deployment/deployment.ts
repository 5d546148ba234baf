import type { StackName, Templates } from '../stacks.ts';
import type { Tools } from './tools.ts';

/** Parameters by name; a stack gets those that its template has. */
export type Values = Readonly<Record<string, string>>;

export interface Deployment {
  readonly project: string;
  /** What the operator has set now; what was set before is kept in AWS. */
  readonly settings: Values;
  readonly tools: Tools;
  readonly templates: Templates;
  /** Holds the same as `<stack>.yaml`, which is what AWS gets. */
  readonly templateFolder: string;
  /** CloudFormation's own role; without it the caller's rights make the resources. */
  readonly roleArn?: string | undefined;
  /** Of this machine, such as `linux-x64`. */
  readonly platform: string;
  /** The status of an answer to GET. @throws when there is none */
  readonly requestStatus: (url: string) => Promise<number>;
  /** Services run when their stack is done; CloudFront may still be learning a new origin. */
  readonly answerMinutes: number;
  /** Between two looks at something that takes a while. */
  readonly pollMilliseconds: number;
  /** What is not built: it is named by `settings`, or stays as it is. */
  readonly skips: ReadonlySet<'images' | 'bundle' | 'site'>;
}

export const nameOf = ({ project }: Pick<Deployment, 'project'>, stack: StackName): string =>
  `${project}-${stack}`;
/** CloudFront looks for certificates, and measures, in one region alone. */
export const regionOf = (stack: StackName): string[] =>
  stack === 'ssl-us-east-1' ? ['--region', 'us-east-1'] : [];
