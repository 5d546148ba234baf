/** localstack/init: run again it changes nothing, and it says what is missing. */
import type { Composition } from '../composition.ts';

const script = ['bash', '/etc/localstack/init/ready.d/01-setup-services.sh'];

const notification = 's3api get-bucket-notification-configuration --bucket media-feed-uploads';

/** Everything that the script makes, as AWS' calls tell it. */
const questions = [
  's3api list-buckets --query Buckets[].Name',
  's3api get-bucket-cors --bucket media-feed-uploads',
  's3api get-bucket-lifecycle-configuration --bucket media-feed-uploads',
  notification,
  's3api get-public-access-block --bucket media-feed-media',
  'sqs list-queues --query QueueUrls',
  'lambda list-functions --query Functions[].[FunctionName,CodeSha256,Timeout,MemorySize,Environment]',
  'ssm get-parameters-by-path --path /media-feed --recursive --query Parameters[].[Name,Value]',
];

export async function secondRunChangesNothing(composition: Composition): Promise<void> {
  const before = await askEverything(composition);
  const { code, output } = await composition.exec('localstack', script);
  if (code !== 0) throw new Error(`Its second run ended with ${String(code)}:\n${output}`);
  const after = await askEverything(composition);
  for (const [index, question] of questions.entries()) {
    if (before[index] !== after[index]) {
      throw new Error(
        `${question} answered ${String(before[index])} before, and ${String(after[index])} after`,
      );
    }
  }
}

/** Takes the wiring from the bucket to the function away, and lets the script mend it. */
export async function missingResourceIsNamed({ exec }: Composition): Promise<void> {
  const cut =
    's3api put-bucket-notification-configuration --bucket media-feed-uploads --notification-configuration {}';
  await exec('localstack', aws(cut));
  const broken = await exec('localstack', [...script, '--check']);
  if (broken.code === 0 || !/notification/i.test(broken.output)) {
    throw new Error(
      `Without the notification the check ended with ${String(broken.code)}:\n${broken.output}`,
    );
  }
  const repaired = await exec('localstack', script);
  const notifications = await exec('localstack', aws(notification));
  if (repaired.code !== 0 || !notifications.output.includes('LambdaFunctionArn')) {
    throw new Error(`It did not repair it:\n${repaired.output}${notifications.output}`);
  }
}

async function askEverything({ exec }: Composition): Promise<string[]> {
  const answers: string[] = [];
  for (const question of questions) {
    const { code, output } = await exec('localstack', aws(question));
    if (code !== 0) throw new Error(`aws ${question} failed: ${output}`);
    answers.push(output);
  }
  return answers;
}

function aws(call: string): string[] {
  const local = ['--endpoint-url', 'http://localhost:4566', '--region', 'us-east-1', '--output', 'json'];
  return ['aws', ...local, ...call.split(' ')];
}
