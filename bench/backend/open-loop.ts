/**
 * Requests at a steady pace, whether or not the ones before were answered, and each one's time from the moment it was
 * due. (autocannon's `overallRate` sends each second's share at once, as fast as it is answered: full load for a part
 * of each second.)
 */
import { Agent, request } from 'node:http';
import type { Target } from './load.ts';

/** The 99th percentile in milliseconds. @throws {Error} when an answer is not 200. */
export async function openLoop(
  { server, requests }: Target,
  perSecond: number,
  seconds: number,
): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const total = Math.round(perSecond * seconds);
  const answers: Promise<number>[] = [];
  const startedAt = performance.now();
  await new Promise<void>((resolve) => {
    const sendDue = () => {
      const due = Math.min(total, ((performance.now() - startedAt) / 1000) * perSecond);
      while (answers.length < due) {
        const path = requests[answers.length % requests.length]?.path ?? '/';
        answers.push(answerTime(server.url + path, agent, startedAt + (answers.length / perSecond) * 1000));
      }
      if (answers.length < total) setTimeout(sendDue, 1);
      else resolve();
    };
    sendDue();
  });
  const times = (await Promise.all(answers)).sort((a, b) => a - b);
  agent.destroy();
  return times[Math.floor(times.length * 0.99)] ?? NaN;
}

/** Milliseconds from `dueAt`, on the clock of `performance.now()`, to the answer's last byte. */
function answerTime(url: string, agent: Agent, dueAt: number): Promise<number> {
  return new Promise((resolve, reject) => {
    request(url, { agent }, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`${url} answered ${String(answer.statusCode)}`));
      answer.on('end', () => resolve(performance.now() - dueAt)).resume();
    })
      .on('error', reject)
      .end();
  });
}
