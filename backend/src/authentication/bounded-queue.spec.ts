import { describe, expect, it } from '@jest/globals';
import { BoundedQueue } from './bounded-queue.ts';

const full = (waitMs: number) => new Error(`full for ${String(waitMs)} ms`);
const patient = { maxRunning: 1, maxWaiting: 10, patienceMs: Infinity, jobMs: 100 };

/** Jobs that end when they are told to. */
function jobs() {
  const started: number[] = [];
  const finish: (() => void)[] = [];
  const job = (id: number) => () => {
    started.push(id);
    return new Promise<number>((resolve) => {
      finish[id] = () => resolve(id);
    });
  };
  return { started, finish, job };
}

describe('BoundedQueue', () => {
  it('runs so many at once, the others after them in their order', async () => {
    const queue = new BoundedQueue({ ...patient, maxRunning: 2 }, full);
    const { started, finish, job } = jobs();
    const results = [0, 1, 2, 3].map((id) => queue.run(job(id)));
    expect(started).toEqual([0, 1]);

    finish[1]?.();
    await results[1];
    expect(started).toEqual([0, 1, 2]);
    finish[0]?.();
    await results[0];
    expect(started).toEqual([0, 1, 2, 3]);
    finish[2]?.();
    finish[3]?.();
    expect(await Promise.all(results)).toEqual([0, 1, 2, 3]);
  });

  it('refuses once so many wait, and takes more when there is room again', async () => {
    const queue = new BoundedQueue({ ...patient, maxWaiting: 1 }, full, () => 0);
    const { finish, job } = jobs();
    const first = queue.run(job(0));
    const second = queue.run(job(1));
    await expect(queue.run(job(2))).rejects.toThrow('full for 200 ms');

    finish[0]?.();
    await first;
    const third = queue.run(job(3));
    finish[1]?.();
    await second;
    finish[3]?.();
    expect(await third).toBe(3);
  });

  it('refuses at once whoever would wait too long, by what jobs really take', async () => {
    let clock = 0;
    const queue = new BoundedQueue({ ...patient, patienceMs: 300 }, full, () => clock);
    const { finish, job } = jobs();
    const first = queue.run(job(0));
    clock += 1100;
    finish[0]?.();
    await first;
    const second = queue.run(job(1));
    // Now a job is expected to take 300 ms: there is no time to wait for another one.
    await expect(queue.run(job(3))).rejects.toThrow('full for 300 ms');
    finish[1]?.();
    await second;
  });

  it('refuses those whose turn comes too late, and lets the next have it', async () => {
    let clock = 0;
    const queue = new BoundedQueue({ ...patient, patienceMs: 450 }, full, () => clock);
    const { started, finish, job } = jobs();
    const first = queue.run(job(0));
    const second = queue.run(job(1));
    const refused = expect(second).rejects.toThrow('full for 160 ms');
    clock += 200;
    const third = queue.run(job(2));
    clock += 200;
    finish[0]?.();
    await first;
    // The second has waited for 400 ms and a job is expected to take 160; the third has waited for 200.
    await refused;
    expect(started).toEqual([0, 2]);
    finish[2]?.();
    expect(await third).toBe(2);
  });

  it('goes on after a job that failed', async () => {
    const queue = new BoundedQueue({ ...patient, maxWaiting: 1 }, full, () => 0);
    await expect(queue.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await queue.run(() => Promise.resolve('yes'))).toBe('yes');
  });

  it('lets networks take turns, and known owners go first', async () => {
    const queue = new BoundedQueue(
      { maxRunning: 1, maxWaiting: 100, patienceMs: 1_000_000, jobMs: 1 },
      () => new Error('full'),
    );
    const order: string[] = [];
    const run = (name: string, network: string, isKnown = false) =>
      queue.run(
        () => {
          order.push(name);
          return Promise.resolve();
        },
        { network, isKnown },
      );

    await Promise.all([
      ...['f1', 'f2', 'f3', 'f4'].map((name) => run(name, 'flood')),
      run('ada', 'home'),
      run('kim', 'flood', true),
    ]);

    // The first runs at once.
    expect(order).toEqual(['f1', 'kim', 'f2', 'ada', 'f3', 'f4']);
  });

  it('has a place for somebody from elsewhere while one network floods, and for known owners', async () => {
    const { promise: hold, resolve: release } = Promise.withResolvers<undefined>();
    const queue = new BoundedQueue(
      { maxRunning: 1, maxWaiting: 8, patienceMs: 1_000, jobMs: 250 },
      () => new Error('full'),
      () => 0,
    );
    const run = (network: string, isKnown = false) =>
      queue
        .run(() => hold, { network, isKnown })
        .then(
          () => 'ran',
          () => 'refused',
        );
    const flood = Array.from({ length: 20 }, () => run('flood'));
    // Three of the flood wait: a fourth would wait too long, and somebody else but one turn.
    const ada = run('home');
    const kim = run('flood', true);
    release(undefined);

    expect(await Promise.all([ada, kim])).toEqual(['ran', 'ran']);
    expect((await Promise.all(flood)).filter((outcome) => outcome === 'ran')).toHaveLength(4);
  });

  it('keeps a quarter of its places for known owners, wherever the others come from', async () => {
    const { promise: hold, resolve: release } = Promise.withResolvers<undefined>();
    const queue = new BoundedQueue({ ...patient, maxWaiting: 8 }, full, () => 0);
    const run = (network: string, isKnown: boolean) =>
      queue
        .run(() => hold, { network, isKnown })
        .then(
          () => 'ran',
          () => 'refused',
        );
    // The first runs at once, and six may wait.
    const strangers = Array.from({ length: 9 }, (_, index) => run(`network ${String(index)}`, false));
    const known = Array.from({ length: 4 }, () => run('home', true));
    release(undefined);

    const ran = async (outcomes: Promise<string>[]) =>
      (await Promise.all(outcomes)).filter((outcome) => outcome === 'ran').length;
    expect([await ran(strangers), await ran(known)]).toEqual([7, 2]);
  });
});
