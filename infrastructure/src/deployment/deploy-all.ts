/**
 * The order of a deployment. New images and a new Lambda are held back until all else stands: first the schema, then
 * the API that reads both the old and the new inspection results, then the Lambda that sends the new ones, then the
 * page.
 */
import { administratorStacks, type StackName, stackNames } from '../stacks.ts';
import type { Deployment, Values } from './deployment.ts';
import { waitUntilAnswering, warnWithoutRecord } from './answering.ts';
import { uploadBundle } from './bundle.ts';
import { waitForCertificate } from './certificate.ts';
import { pushImages } from './images.ts';
import { warnUnlessMailsGo } from './mail.ts';
import { migrate } from './migration.ts';
import { parametersFrom } from './parameters-from-outputs.ts';
import {
  ensureSecrets,
  loginsOf,
  readAddresses,
  readSettings,
  revisionsOf,
  type Secrets,
  writeDatabaseUrls,
} from './parameters.ts';
import { checkBeforehand } from './preflight.ts';
import { publishSite } from './site.ts';
import { deployStack, describe, type Described } from './stack.ts';
import { step } from './tools.ts';

const maxRounds = 4;

/** Outputs of all stacks. @throws {StepError} that names the step that failed, why, and what to do */
export async function deployAll(deployment: Deployment): Promise<Values> {
  const { tools, skips } = deployment;
  await checkAccount(deployment);
  const settings = await readSettings(deployment);
  const existing = await describeAll(deployment);
  await checkBeforehand(deployment, settings, existing.size === 0);
  const secrets = await ensureSecrets(deployment);
  if (!existing.has('ecs')) await ensureServiceRoles(deployment);
  const stacks = new Stacks(deployment, settings, secrets, existing, {
    Project: deployment.project,
    OriginSecret: secrets['origin-secret'].value,
    OriginPreviousSecret: secrets['origin-previous-secret'].value,
    DatabasePasswordVersion: String(secrets['database-password'].version),
    ...revisionsOf(secrets, await readAddresses(deployment)),
    CloudFrontPrefixListId: settings.CloudFrontPrefixListId ?? (await findPrefixList(deployment)),
  });

  await stacks.deploy('artifacts', {});
  const { ImageTag: runningImageTag = '', ApiSecrets: runningSecrets } =
    existing.get('ecs')?.parameters ?? {};
  const { BundleKey: runningBundleKey } = existing.get('media-processing')?.parameters ?? {};
  const ImageTag =
    settings.ImageTag ??
    (skips.has('images') ? runningImageTag : await pushImages(deployment, stacks.values));
  const BundleKey =
    settings.BundleKey ??
    (skips.has('bundle') ? runningBundleKey : await uploadBundle(deployment, stacks.values));

  const runningVersions = {
    ImageTag: runningImageTag,
    MaintenanceImageTag: ImageTag,
    BundleKey: runningBundleKey ?? BundleKey,
  };
  // The template of the services may want what the migration makes, so the old image never runs by the new template.
  await stacks.deployRound(withoutUndefined(runningVersions), { except: 'ecs' });
  const hasOtherLogins = loginsOf(runningSecrets) !== loginsOf(stacks.values.ApiSecrets);
  if (ImageTag !== '' && (ImageTag !== runningImageTag || hasOtherLogins))
    await migrate(deployment, stacks.values);
  await stacks.deploy('ecs', withoutUndefined({ ...runningVersions, ImageTag }));
  const newVersions = withoutUndefined({ ...runningVersions, ImageTag, BundleKey });
  for (let round = 2; await stacks.deployRound(newVersions); round++)
    if (round > maxRounds)
      throw new Error(`The stacks' parameters still change after ${String(maxRounds)} rounds.`);
  await returnUnlessAnswering(deployment, stacks, runningVersions);
  if (!skips.has('site')) {
    await publishSite(deployment, stacks.values);
    await step('Asking the site for its page', siteAdvice, () =>
      waitUntilAnswering(deployment, stacks.values, '/'),
    );
  }
  await warnWithoutRecord(deployment, stacks.values);
  await warnUnlessMailsGo(deployment, stacks.values);
  await checkAlarmSubscriptions(deployment, stacks.values);
  tools.log(`ImageTag=${ImageTag} BundleKey=${BundleKey ?? ''}`);
  return stacks.values;
}

/** The stacks, each with the parameters that it has got so far, and all outputs. */
class Stacks {
  readonly #deployment: Deployment;
  readonly #settings: Values;
  readonly #secrets: Secrets;
  readonly #described: Map<StackName, Described>;
  /** As JSON. */
  readonly #lastParameters = new Map<StackName, string>();
  #values: Values;

  /** @param settings of the operator, which win over outputs */
  constructor(
    deployment: Deployment,
    settings: Values,
    secrets: Secrets,
    existing: ReadonlyMap<StackName, Described>,
    values: Values,
  ) {
    this.#deployment = deployment;
    this.#settings = settings;
    this.#secrets = secrets;
    this.#described = new Map(existing);
    // What stands already, or a deployment would take the web app's address away and give it back.
    const outputs = [...existing.values()].map((stack) => parametersFrom(stack.outputs));
    this.#values = Object.assign({}, values, ...outputs, settings) as Values;
  }

  get values(): Values {
    return this.#values;
  }

  /** All of them in order; false when none had anything new. */
  async deployRound(versions: Values, { except }: { except?: StackName } = {}): Promise<boolean> {
    let changed = false;
    for (const stack of stackNames)
      if (stack !== except) changed = (await this.deploy(stack, versions)) || changed;
    return changed;
  }

  /** False when it has been given these very parameters before. */
  async deploy(stack: StackName, versions: Values): Promise<boolean> {
    const { templates, roleArn, tools } = this.#deployment;
    if (administratorStacks.includes(stack) && roleArn !== undefined) return false;
    const known = Object.keys(templates[stack].Parameters);
    const all = Object.entries({ ...this.#values, ...versions });
    const parameters = Object.fromEntries(all.filter(([name]) => known.includes(name)));
    const last = this.#lastParameters.get(stack);
    if (last === JSON.stringify(parameters)) return false;
    this.#lastParameters.set(stack, JSON.stringify(parameters));
    if (stack === 'frontend') await waitForCertificate(this.#deployment, { ...this.#values, ...versions });
    tools.log(`${stack}: ${last === undefined ? 'deploying' : 'once more, with what is known by now'}`);
    const described = await deployStack(this.#deployment, stack, parameters, this.#described.get(stack));
    if (!tools.dryRun) this.#described.set(stack, described);
    this.#values = { ...this.#values, ...parametersFrom(described.outputs), ...this.#settings };
    if (stack === 'database') await this.#leadToDatabase();
    return true;
  }

  /** Before the programs that read its address. */
  async #leadToDatabase(): Promise<void> {
    const password = this.#secrets['database-password'].value;
    const addresses = await writeDatabaseUrls(this.#deployment, password, this.#values);
    this.#values = { ...this.#values, ...revisionsOf(this.#secrets, addresses) };
  }
}

const withoutUndefined = (values: Readonly<Record<string, string | undefined>>): Values =>
  Object.fromEntries(
    Object.entries(values).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );

/** Those that exist, in order. */
export async function describeAll(deployment: Deployment): Promise<Map<StackName, Described>> {
  const found = await Promise.all(
    stackNames.map(async (stack) => ({ stack, described: await describe(deployment, stack) })),
  );
  return new Map(found.flatMap(({ stack, described }) => (described ? [[stack, described]] : [])));
}

function checkAccount({ tools }: Deployment): Promise<void> {
  const advice =
    'Sign in (aws sso login, or aws configure) and name a region (AWS_REGION); aws sts get-caller-identity must answer.';
  return step('Looking who deploys', advice, async () => {
    const { Account, Arn } = (await tools.ask('sts', 'get-caller-identity')) as Record<string, string>;
    tools.log(`account ${Account ?? '?'}, as ${Arn ?? '?'}`);
  });
}

/** A mail address that nobody has confirmed gets no alarm, and AWS shows that nowhere. */
function checkAlarmSubscriptions({ tools }: Deployment, values: Values): Promise<void> {
  const advice =
    'Everything is deployed. Who deploys needs sns:ListSubscriptionsByTopic to see who gets alarms.';
  return step('Checking who gets alarms', advice, async () => {
    if (tools.dryRun) return;
    const topics = [
      { topic: values.AlarmTopic, region: [] },
      { topic: values.EdgeAlarmTopic, region: ['--region', 'us-east-1'] },
    ];
    for (const { topic = '', region } of topics) {
      const named = ['--topic-arn', topic, ...region];
      const { Subscriptions } = (await tools.ask('sns', 'list-subscriptions-by-topic', ...named)) as {
        Subscriptions: { SubscriptionArn: string }[];
      };
      if (!Subscriptions.some(({ SubscriptionArn }) => SubscriptionArn.startsWith('arn:')))
        tools.log(`*** Nobody gets the alarms of ${topic}: confirm the mail that AWS sent. ***`);
    }
  });
}

const siteAdvice =
  'Everything is deployed. The page is in the site bucket; deploy again, or back: make deploy ARGS="--set ImageTag=<earlier commit>".';

/**
 * Before people are given the new page: an API that does not answer is taken back, with its Lambda, so that the page
 * that they have goes on working. The schema stays ahead, which disturbs no older process.
 */
function returnUnlessAnswering(
  deployment: Deployment,
  stacks: Stacks,
  before: Readonly<Record<'ImageTag' | 'MaintenanceImageTag', string>> & { BundleKey?: string | undefined },
): Promise<void> {
  const advice = `What the API says: aws logs tail /${deployment.project}/services --since 30m. Fix it and deploy again.`;
  return step('Asking the site whether it is ready', advice, async () => {
    try {
      await waitUntilAnswering(deployment, stacks.values, '/health/ready');
    } catch (error) {
      if (before.ImageTag === '' || before.ImageTag === before.MaintenanceImageTag) throw error;
      deployment.tools.log(
        `The release is taken back: ImageTag=${before.ImageTag} BundleKey=${before.BundleKey ?? ''}`,
      );
      await stacks.deployRound(withoutUndefined(before));
      const why = error instanceof Error ? error.message : String(error);
      throw new Error(`${why}\nThe API and the Lambda are those of before again, and so is the page.`, {
        cause: error,
      });
    }
  });
}

/** What AWS makes of its own accord in its console, and nobody in an account that has never seen that. */
const serviceRoles = ['ecs', 'autoscaling', 'rds', 'elasticloadbalancing', 'ecs.application-autoscaling'];

function ensureServiceRoles({ tools }: Deployment): Promise<void> {
  const advice =
    'Once in an account, for each service: aws iam create-service-linked-role --aws-service-name ecs.amazonaws.com';
  return step('Making the service-linked roles', advice, async () => {
    for (const service of serviceRoles)
      try {
        const name = ['--aws-service-name', `${service}.amazonaws.com`];
        await tools.change('iam', 'create-service-linked-role', ...name);
      } catch (error) {
        if (!String(error).includes('has been taken')) throw error;
      }
  });
}

function findPrefixList({ tools }: Deployment): Promise<string> {
  const advice = 'Find its id in the VPC console («Managed prefix lists») and give it by --set.';
  return step("Finding CloudFront's prefix list", advice, async () => {
    const filter = [
      '--filters',
      'Name=prefix-list-name,Values=com.amazonaws.global.cloudfront.origin-facing',
    ];
    const { PrefixLists } = (await tools.ask('ec2', 'describe-managed-prefix-lists', ...filter)) as {
      PrefixLists: { PrefixListId: string }[];
    };
    const [list] = PrefixLists;
    if (!list)
      throw new Error("This region has no prefix list of CloudFront's: give CloudFrontPrefixListId.");
    return list.PrefixListId;
  });
}
