/**
 * What the product relies on of SQS, run against the configured queues, else those of the embedded stack, and against
 * moto where it is installed. CONFORMANCE_QUEUE_ENDPOINT points it elsewhere (LocalStack, AWS).
 */
import { conform } from './support/conform.ts';
import { fauxqsDifferences } from './support/known-differences.ts';
import { queueChecks } from './support/queue-checks/all.ts';
import { chosenQueueTarget, motoQueueTarget } from './support/queue-target.ts';

const isConfigured = process.env.CONFORMANCE_QUEUE_ENDPOINT !== undefined;

conform({
  checks: queueChecks,
  service: {
    name: isConfigured ? 'the configured queues' : 'fauxqs',
    start: chosenQueueTarget,
    differences: isConfigured ? new Map<string, string>() : fauxqsDifferences,
  },
  moto: { name: 'moto', start: motoQueueTarget, differences: new Map() },
});
