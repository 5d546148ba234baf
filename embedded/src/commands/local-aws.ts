/**
 * `make localstack-setup` and `localstack-status`: makes, or only checks, what the stack wants of AWS: buckets,
 * queues, function, notification, parameters. The init script does both, inside LocalStack's own container.
 */
import { CommandError, runCommand, runInTerminal } from './command.ts';
import { readCommandSettings } from './command-settings.ts';
import { type ComposeStack, type EmbeddedStack, findStack } from './find-stack.ts';

const script = '/etc/localstack/init/ready.d/01-setup-services.sh';

runCommand(async () => {
  const task = process.argv[2] === 'status' ? 'status' : 'setup';
  const stack = await findStack(process.env);
  return stack.kind === 'compose' ? runScript(stack, task) : checkEmbedded(stack, task);
});

function runScript({ containers }: ComposeStack, task: 'setup' | 'status'): Promise<number> {
  const localstack = containers.find(({ service, state }) => service === 'localstack' && state === 'running');
  if (!localstack) throw new CommandError('LocalStack does not run. `make logs-localstack` says why.');
  return runInTerminal(readCommandSettings(process.env).docker, [
    ...['exec', localstack.id, 'bash', script],
    ...(task === 'status' ? ['--check'] : []),
  ]);
}

/** The embedded services make what they need whenever they start; what is left is to see that they answer. */
async function checkEmbedded({ settings }: EmbeddedStack, task: 'setup' | 'status'): Promise<number> {
  if (task === 'setup')
    console.log('The embedded stack needs no setup: its services make all at each start.');
  const services = {
    'storage (S3)': settings.STORAGE_PORT,
    'queue (SQS)': settings.QUEUE_PORT,
    'functions (Lambda)': settings.FUNCTIONS_PORT,
  };
  let well = true;
  for (const [name, port] of Object.entries(services)) {
    // Whatever it answers to a stranger: it is there.
    const answers = await fetch(`http://127.0.0.1:${String(port)}/`).then(
      () => true,
      () => false,
    );
    well &&= answers;
    console.log(`  ${answers ? '✓' : '✗'} ${name.padEnd(20)}localhost:${String(port)}`);
  }
  if (!well) throw new CommandError('Not all answer. `make logs-localstack` says why.');
  return 0;
}
