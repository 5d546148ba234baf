/** `make doctor`: looks at everything that must be true, a line each; 1 when something is not. */
import { CommandError, runCommand } from '../commands/command.ts';
import { readCommandSettings } from '../commands/command-settings.ts';
import { findStack, findStacks, type FoundStack } from '../commands/find-stack.ts';
import { stackEnvironment } from '../commands/stack-environment.ts';
import { readSettings } from '../settings.ts';
import { examine, type Finding, print } from './finding.ts';
import { sendOneFile } from './journey.ts';
import { examineMachine } from './machine.ts';
import { examineStack } from './stack.ts';

runCommand(async () => {
  const all: Finding[] = [];
  const report = (findings: readonly Finding[]) => {
    findings.forEach(print);
    all.push(...findings);
  };
  const runs = (await findStacks(process.env).catch(() => [])).length > 0;
  report(await examineMachine(readSettings(process.env), readCommandSettings(process.env), runs));
  let stack: FoundStack | undefined;
  const found = await examine('a stack runs', '', async () => {
    stack = await findStack(process.env);
    return { embedded: 'embedded (make start)', compose: 'by Docker Compose (make dev)' }[stack.kind];
  });
  report([found]);
  if (stack) {
    const environment = await stackEnvironment(stack, process.env);
    report(await examineStack(stack.kind, environment));
    report(await sendOneFile(environment.URL ?? ''));
  }
  const wrong = all.filter(({ well }) => well === false).length;
  if (wrong > 0) {
    throw new CommandError(
      `\n${String(wrong)} of ${String(all.length)} are wrong; each line says what to do.`,
    );
  }
  console.log('\nNothing is wrong.');
  return 0;
});
