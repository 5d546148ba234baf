/** The stack under fuzz: turns planned requests into real ones and keeps what they refer to alive. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ProblemError } from '@media-feed/contract';
import { type HttpAnswer, type HttpRequest, send } from '@media-feed/testing/http';
import { answerFaults, parseJson } from '../support/open-api/answer-faults.ts';
import { fillPath, type OpenApi, type Operation } from '../support/open-api/document.ts';
import type { TestUser } from '@media-feed/testing/users';
import type { RunningStack } from '@media-feed/testing/stack';
import { handleOf, createWorld, restore, settle, type World } from '../support/world.ts';
import type { Caller, KnownId, PlannedRequest } from './request-arbitrary.ts';
import { ownEmail } from './schema-arbitraries.ts';

export interface Outcome {
  request: HttpRequest;
  answer: HttpAnswer;
  faults: string[];
}

export class Target {
  readonly #stack: RunningStack;
  readonly #openApi: OpenApi;
  readonly #secrets: string[];
  #world: World;
  /** The latest session that any answer began. */
  #session = { cookie: 'refresh_token=none', email: '' };

  private constructor(stack: RunningStack, openApi: OpenApi, secrets: string[], world: World) {
    this.#stack = stack;
    this.#openApi = openApi;
    this.#secrets = secrets;
    this.#world = world;
  }

  static async of(stack: RunningStack, openApi: OpenApi): Promise<Target> {
    const secrets = await Promise.all(
      ['jwt', 'storage', 'database'].map((name) => readFile(join(stack.dataDir, 'secrets', name), 'utf8')),
    );
    return new Target(stack, openApi, secrets, await createWorld(stack.apiUrl));
  }

  /** Makes anew what the requests so far have used up. */
  async renew(): Promise<void> {
    const [owner, stranger] = await Promise.all(
      [this.#world.owner, this.#world.stranger].map((possessions) =>
        restore(possessions).catch((error: unknown) => {
          // Signed out, or with another password: a random request did what it asked for.
          if (!(error instanceof ProblemError) || error.problem.code !== 'unauthenticated') throw error;
          return settle(this.#stack.apiUrl);
        }),
      ),
    );
    if (!owner || !stranger) throw new Error('A world has an owner and a stranger.');
    this.#world = { ...this.#world, owner, stranger };
  }

  async send(operation: Operation, planned: PlannedRequest): Promise<Outcome> {
    const request = this.#resolve(operation, planned);
    const answer = await send(this.#stack.apiUrl, request);
    const exchange = {
      operation,
      answer,
      said: `${request.path}\n${decodeLeniently(request.path)}\n${String(request.body)}`,
      ownEmail: [this.#emailOf(planned.caller), planned.cookie ? this.#session.email : ''].join('\n'),
      secrets: this.#secrets,
    };
    const faults = answerFaults(exchange, this.#openApi.definitions);
    this.#remember(answer);
    return { request, answer, faults };
  }

  #resolve(operation: Operation, { caller, ids, query, body, headers, cookie }: PlannedRequest): HttpRequest {
    const values = Object.entries(ids).map(([name, choice]) => [
      name,
      'known' in choice ? this.#idOf(choice.known) : encodeURIComponent(choice.text),
    ]);
    const search = query.map(([name, value]) => `${name}=${value}`).join('&');
    const authorization = this.#authorizationOf(caller);
    return {
      method: operation.method,
      path:
        fillPath(operation.path, Object.fromEntries(values) as Record<string, string>) +
        (search && `?${search}`),
      headers: {
        ...(authorization && { authorization }),
        ...(cookie && { cookie: this.#session.cookie }),
        ...headers,
      },
      body: body && ('json' in body ? this.#serialize(body.json, caller) : body.bytes),
    };
  }

  #serialize(body: unknown, caller: Caller): string {
    const { owner } = this.#world;
    const email = this.#emailOf(caller) || owner.user.session.user.email;
    return JSON.stringify(body).replaceAll(ownEmail, email);
  }

  #idOf(known: KnownId): string {
    const { owner, stranger, unknownId } = this.#world;
    const ids: Record<KnownId, string> = {
      ownReady: owner.readyId,
      ownPending: owner.pendingId,
      ownMultipart: owner.multipartId,
      foreignReady: stranger.readyId,
      foreignPending: stranger.pendingId,
      foreignMultipart: stranger.multipartId,
      ownUser: owner.user.session.user.id,
      foreignUser: stranger.user.session.user.id,
      ownSession: sessionIdOf(owner.user),
      foreignSession: sessionIdOf(stranger.user),
      ownHandle: handleOf(owner.user),
      foreignHandle: handleOf(stranger.user),
      unknown: unknownId,
    };
    return ids[known];
  }

  #authorizationOf(caller: Caller): string | undefined {
    if (caller === 'nobody') return undefined;
    if (caller === 'forger') return 'Bearer eyJhbGciOiJub25lIn0.e30.';
    return `Bearer ${this.#world[caller].user.session.accessToken}`;
  }

  #emailOf(caller: Caller): string {
    return caller === 'owner' || caller === 'stranger' ? this.#world[caller].user.session.user.email : '';
  }

  #remember({ status, headers, text }: HttpAnswer): void {
    const [cookie] = headers['set-cookie'] ?? [];
    if (status >= 300 || !cookie?.startsWith('refresh_token=')) return;
    const { user } = (parseJson(text) ?? {}) as { user?: { email: string } };
    if (user) this.#session = { cookie: cookie.split(';', 1)[0] ?? '', email: user.email };
  }
}

/** As the access token names it; one that is ended stays ended. */
function sessionIdOf({ session }: TestUser): string {
  const [, payload = ''] = session.accessToken.split('.');
  const { sid } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { sid: string };
  return sid;
}

function decodeLeniently(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
