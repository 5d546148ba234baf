/** The stand-in for LocalStack as a program: `node embedded/src/localstack/main.ts`. */
import { runProgram } from '../programs/lifecycle.ts';
import { readSettings } from './settings.ts';
import { startStandIn } from './stand-in.ts';

export interface StandInReady {
  endpoint: string;
}

runProgram<StandInReady>(async () => {
  const standIn = await startStandIn(readSettings(process.env));
  const { endpoint } = standIn;
  console.log(`The stand-in for LocalStack listens on ${endpoint}.`);
  // By hand there is no supervisor that would turn Ctrl-C into a stop.
  process.on('SIGINT', () => process.kill(process.pid, 'SIGTERM'));
  return { ready: { endpoint }, stop: () => standIn.stop() };
});
