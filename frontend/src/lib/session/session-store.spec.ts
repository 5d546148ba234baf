import { describe, expect, it, jest } from '@jest/globals';
import { type Session, parseApiError } from '@media-feed/contract';
import { createSessionStore, type SessionEnvironment } from './session-store.ts';

const session = (accessToken: string): Session => ({
  accessToken,
  expiresIn: 900,
  user: { id: '0198c0de-0000-7000-8000-000000000001', email: 'ada@example.com', name: 'Ada' },
});

const rejected = parseApiError({ response: { status: 401, data: '' } });

function environmentWith(overrides: Partial<SessionEnvironment> = {}) {
  let receive: (message: never) => void = () => undefined;
  const environment = {
    refresh: jest.fn(() => Promise.resolve(session('renewed'))),
    exclusively: <T>(task: () => Promise<T>) => task(),
    broadcast: jest.fn<SessionEnvironment['broadcast']>(),
    onBroadcast: (listener: (message: never) => void) => {
      receive = listener;
    },
    readHint: (): boolean | undefined => true,
    writeHint: jest.fn(),
    now: () => 0,
    ...overrides,
  };
  return {
    environment,
    receive: (message: unknown) => {
      receive(message as never);
    },
  };
}

describe('session store', () => {
  it('restores the session from the cookie', async () => {
    const { environment } = environmentWith();
    const store = createSessionStore(environment);
    await store.restore();
    expect(store.get()).toMatchObject({ status: 'signed-in', accessToken: 'renewed' });
    expect(environment.writeHint).toHaveBeenLastCalledWith(true);
  });

  it('asks nothing of the API where nobody was signed in', async () => {
    const { environment } = environmentWith({ readHint: () => false });
    const store = createSessionStore(environment);
    await store.restore();
    expect(store.get()).toEqual({ status: 'signed-out', expired: false });
    expect(environment.refresh).not.toHaveBeenCalled();
  });

  it('lets a returning person wait for the token, and a newcomer not', async () => {
    let answer: (value: Session) => void = () => undefined;
    const refresh = () =>
      new Promise<Session>((resolve) => {
        answer = resolve;
      });
    const newcomer = createSessionStore(environmentWith({ refresh, readHint: () => undefined }).environment);
    void newcomer.restore();
    expect(await newcomer.freshToken()).toBeUndefined();
    const returning = createSessionStore(environmentWith({ refresh }).environment);
    void returning.restore();
    const [token, known] = [returning.freshToken(), returning.whenKnown()];
    answer(session('restored'));
    expect(await token).toBe('restored');
    expect(await known).toMatchObject({ status: 'signed-in' });
  });

  it('renews once however many ask', async () => {
    const { environment } = environmentWith();
    const store = createSessionStore(environment);
    expect(await Promise.all([store.renew('old'), store.renew('old')])).toEqual(['renewed', 'renewed']);
    expect(environment.refresh).toHaveBeenCalledTimes(1);
    expect(environment.broadcast).toHaveBeenCalledTimes(1);
  });

  it('uses what another tab renewed while it waited', async () => {
    let letGo: () => void = () => undefined;
    const lock = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const { environment, receive } = environmentWith({
      exclusively: async (task) => {
        await lock;
        return task();
      },
    });
    const store = createSessionStore(environment);
    const token = store.renew('old');
    receive({ kind: 'signed-in', session: session('of another tab') });
    letGo();
    expect(await token).toBe('of another tab');
    expect(environment.refresh).not.toHaveBeenCalled();
  });

  it('renews a token that is about to end before it is used', async () => {
    let now = 0;
    const { environment } = environmentWith({ now: () => now });
    const store = createSessionStore(environment);
    store.signIn(session('first'));
    expect(await store.freshToken()).toBe('first');
    now = 880_000;
    expect(await store.freshToken()).toBe('renewed');
  });

  it('reports that a session ended, and notifies the other tabs', async () => {
    const { environment } = environmentWith({ refresh: () => Promise.reject(rejected) });
    const store = createSessionStore(environment);
    store.signIn(session('first'));
    expect(await store.renew('first')).toBeUndefined();
    expect(store.get()).toEqual({ status: 'signed-out', expired: true });
    expect(environment.broadcast).toHaveBeenLastCalledWith({ kind: 'signed-out' });
  });

  it('keeps somebody signed in while the API is out of reach', async () => {
    const { environment } = environmentWith({
      refresh: () => Promise.reject(parseApiError({ code: 'ERR_NETWORK' })),
    });
    const store = createSessionStore(environment);
    store.signIn(session('first'));
    await expect(store.renew('first')).rejects.toMatchObject({ code: 'network' });
    expect(store.get().status).toBe('signed-in');
  });
});
