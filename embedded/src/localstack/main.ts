/** The LocalStack emulator as a program: `node embedded/src/localstack/main.ts`. */
import { runProgram } from '../programs/lifecycle.ts';
import { readSettings } from './settings.ts';
import { startEmulator } from './emulator.ts';

export interface EmulatorReady {
  endpoint: string;
}

runProgram<EmulatorReady>(async () => {
  const emulator = await startEmulator(readSettings(process.env));
  const { endpoint } = emulator;
  console.log(`The LocalStack emulator listens on ${endpoint}.`);
  // By hand there is no supervisor that would turn Ctrl-C into a stop.
  process.on('SIGINT', () => process.kill(process.pid, 'SIGTERM'));
  return { ready: { endpoint }, stop: () => emulator.stop() };
});
