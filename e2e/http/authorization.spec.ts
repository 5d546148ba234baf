import { calls } from '@media-feed/contract';
import { badAuthorizations } from '../support/access-tokens.ts';
import { bearer, type HttpAnswer, type HttpRequest, send } from '@media-feed/testing/http';
import { answerFaults, parseJson, problemFaults } from '../support/open-api/answer-faults.ts';
import { matchesPath, type OpenApi, type Operation, readOpenApi } from '../support/open-api/document.ts';
import { signUpUser } from '@media-feed/testing/users';
import { expect, test } from '../support/test.ts';
import { createWorld, type World } from '../support/world.ts';
import { type Difference, hiddenId, requestFor, validBody } from './authorization-requests.ts';
import { access } from './authorization-table.ts';

let openApi: OpenApi;
let world: World;
test.beforeAll(async ({ stack }) => {
  [openApi, world] = await Promise.all([readOpenApi(stack.apiUrl), createWorld(stack.apiUrl)]);
});

const operation = (key: string): Operation => {
  const found = openApi.operations.find((candidate) => candidate.key === key);
  if (!found) throw new Error(`The OpenAPI document has no ${key}`);
  return found;
};
const tokenOf = (who: keyof World & ('owner' | 'stranger')) => bearer(world[who].user.session.accessToken);

test.describe('the OpenAPI document', () => {
  test('has the operations of the table, and no others', () => {
    expect([...access.keys()].sort()).toEqual(openApi.operations.map(({ key }) => key).sort());
  });

  test('has the calls of the contract, with their bodies and statuses', () => {
    const inContract = Object.values(calls).map((call) => ({
      key: `${call.method} ${call.path.replace(/:(\w+)/g, '{$1}')}`,
      successStatus: call.status,
      ...('repeatStatus' in call && { repeatStatus: call.repeatStatus }),
      takesBody: 'body' in call,
      givesBody: 'answer' in call || 'contentType' in call,
    }));
    const inDocument = openApi.operations.map(({ key, successStatus, repeatStatus, body, answers }) => ({
      key,
      successStatus,
      ...(repeatStatus !== undefined && { repeatStatus }),
      takesBody: body !== undefined,
      givesBody: answers.get(successStatus)?.contentType !== undefined,
    }));
    const once = new Map(inContract.map((call) => [call.key, call]));
    expect(inDocument.sort(byKey)).toEqual([...once.values()].sort(byKey));
  });

  test('is the whole truth about methods: all others are 405', async ({ stack }) => {
    for (const path of new Set(openApi.operations.map((each) => each.path))) {
      const concrete = path.replace(/\{\w+\}/g, world.unknownId);
      const taken = openApi.operations.filter((each) => matchesPath(each.path, concrete));
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
        if (taken.some((each) => each.method === method)) continue;
        const answer = await send(stack.apiUrl, { method, path: concrete });
        expect.soft(answer.status, `${method} ${path}`).toBe(405);
        expect.soft(problemFaults(answer), `${method} ${path}`).toEqual([]);
        expect.soft(answer.headers.allow, `${method} ${path}`).toContain(taken[0]?.method);
      }
    }
  });
});

for (const [key, row] of access) {
  test.describe(key, () => {
    /** Sends it and expects the status of that column, and all that holds of every answer. */
    async function expectColumn(
      apiUrl: string,
      column: string,
      difference: Difference,
      what = column,
    ): Promise<HttpAnswer> {
      const request = requestFor(operation(key), world.owner, difference);
      const answer = await send(apiUrl, request);
      expect.soft(answer.status, what).toBe(row[column]);
      expect.soft(faults(operation(key), request, answer), what).toEqual([]);
      return answer;
    }

    test('without a token', async ({ stack }) => {
      await expectColumn(stack.apiUrl, 'anonymous', {});
    });

    test('with a bad token', async ({ stack }) => {
      const all = await badAuthorizations(stack.dataDir, world.owner.user.session.accessToken);
      for (const [what, authorization] of Object.entries(all)) {
        const answer = await expectColumn(
          stack.apiUrl,
          'bad token',
          { headers: { authorization } },
          `a token that is ${what}`,
        );
        expect.soft(answer.headers['www-authenticate'], what).toBe('Bearer');
      }
    });

    if (row.READY !== undefined) {
      test("with another's id", async ({ stack }) => {
        const headers = tokenOf('stranger');
        await expectColumn(stack.apiUrl, 'READY', { headers });
        if (row.hidden !== undefined) {
          const id = hiddenId(operation(key), world.owner);
          const hidden = await expectColumn(stack.apiUrl, 'hidden', { id, headers });
          const missing = await send(
            stack.apiUrl,
            requestFor(operation(key), world.owner, { id: world.unknownId, headers }),
          );
          expect(withoutRequest(hidden), 'what is hidden looks like what is not there').toEqual(
            withoutRequest(missing),
          );
        }
      });
    }

    if (row["nobody's"] !== undefined) {
      test('with an id that was never given out', async ({ stack }) => {
        await expectColumn(stack.apiUrl, "nobody's", { id: world.unknownId, headers: tokenOf('owner') });
      });
    }

    if (row.field !== undefined) {
      test('with unknown fields', async ({ stack }) => {
        const valid = validBody(operation(key), world.owner) ?? {};
        for (const name of ['admin', 'id', 'userId', 'status', 'likesCount', 'constructor', 'a.b']) {
          const body = { ...valid, [name]: true };
          const answer = await expectColumn(
            stack.apiUrl,
            'field',
            { body, headers: tokenOf('owner') },
            `the field ${name}`,
          );
          if (row.field === 400) expect.soft(pathsOf(answer), name).toEqual([name]);
        }
      });
    }

    test('with unknown and repeated parameters', async ({ stack }) => {
      const known = operation(key).queryParameters.map(({ name }) => `${name}=1&${name}=1`);
      const unknown = [
        'admin=true',
        'admin=1&admin=2',
        'a[b]=1',
        'a[]=1',
        '__proto__=1',
        'constructor=1',
        '=1',
      ];
      for (const query of [...known, ...unknown]) {
        await expectColumn(stack.apiUrl, 'query', { query, headers: tokenOf('owner') }, query);
      }
    });
  });
}

test.describe("another's things", () => {
  test('are as they were after all that', async () => {
    const { user, readyId, pendingId, multipartId } = world.owner;
    const { items } = await user.call('listOwnMedia', {});

    const statuses = Object.fromEntries(items.map(({ id, status }) => [id, status]));
    expect(statuses).toMatchObject({ [readyId]: 'READY', [pendingId]: 'PENDING', [multipartId]: 'PENDING' });
    expect(items.find(({ id }) => id === readyId)?.altText).toBeNull();
    const { name } = await user.call('getOwnProfile', {});
    expect(name).toBe(user.session.user.name);
  });

  test('show nothing that is their own: file name, reason, timeline, what is not READY', async () => {
    const { stranger, owner } = world;
    const seen = await stranger.user.call('getMedia', { parameters: { mediaId: owner.readyId } });
    expect(seen).toMatchObject({ fileName: null, liked: false });
    expect(seen).not.toHaveProperty('timeline');
    expect(seen).not.toHaveProperty('rejection');

    const uploader = owner.user.session.user.id;
    const feed = await stranger.user.call('listFeedPage', { query: { uploader } });
    expect(feed.items.map(({ id }) => id)).toEqual([owner.readyId]);
    const own = await stranger.user.call('listOwnMedia', {});
    expect(own.items.map(({ uploader: { id } }) => id)).not.toContain(uploader);
  });

  test('cannot be listed by a cursor of theirs', async ({ stack }) => {
    const owner = await signUpUser(stack.apiUrl);
    const body = { fileName: 'a.png', contentType: 'image/png', size: 1 };
    await owner.call('requestUpload', { body });
    await owner.call('requestUpload', { body });
    const { nextCursor } = await owner.call('listOwnMedia', { query: { size: 1 } });

    const page = await world.stranger.user.call('listOwnMedia', { query: { cursor: nextCursor ?? '' } });

    const uploaders = new Set(page.items.map(({ uploader }) => uploader.id));
    expect([...uploaders].filter((id) => id !== world.stranger.user.session.user.id)).toEqual([]);
  });

  test('liked ones need a token', async ({ stack }) => {
    const answer = await send(stack.apiUrl, { method: 'GET', path: '/media?liked=true' });
    expect(answer.status).toBe(401);
    expect(problemFaults(answer)).toEqual([]);
  });
});

function faults(of: Operation, request: HttpRequest, answer: HttpAnswer): string[] {
  const said = `${request.path} ${String(request.body)}`;
  const { email } = world.owner.user.session.user;
  return answerFaults({ operation: of, answer, said, ownEmail: email }, openApi.definitions);
}

function withoutRequest(answer: HttpAnswer): unknown {
  return { ...(parseJson(answer.text) as object), instance: '', requestId: '' };
}

function pathsOf(answer: HttpAnswer): string[] {
  return (parseJson(answer.text) as { errors?: { path: string }[] }).errors?.map(({ path }) => path) ?? [];
}

function byKey(a: { key: string }, b: { key: string }): number {
  return a.key.localeCompare(b.key);
}
