import { describe, expect, it } from '@jest/globals';
import { createClient, ProblemError, type TransportRequest, UnexpectedAnswerError } from './client.ts';

const mediaId = '0198c0de-0000-7000-8000-000000000002';

function clientThatGets(status: number, body: unknown) {
  const requests: TransportRequest[] = [];
  const client = createClient((request) => {
    requests.push(request);
    return Promise.resolve({ status, body });
  });
  return { client, requests };
}

describe('the client', () => {
  it('fills the path and the query, and leaves out what is undefined', async () => {
    const { client, requests } = clientThatGets(200, { liked: true, likesCount: 3 });
    await expect(client('like', { parameters: { mediaId } })).resolves.toEqual({
      liked: true,
      likesCount: 3,
    });
    expect(requests).toEqual([
      { name: 'like', method: 'POST', path: `/media/${mediaId}/likes`, body: undefined, signal: undefined },
    ]);
  });

  it('lets an answer pass as it is when told not to check', async () => {
    const answer = { liked: true, likesCount: 3, addedLater: true };
    const client = createClient(() => Promise.resolve({ status: 200, body: answer }), {
      checkAnswers: false,
    });
    await expect(client('like', { parameters: { mediaId } })).resolves.toEqual(answer);
  });

  it('encodes hostile parameters', async () => {
    const { client, requests } = clientThatGets(204, undefined);
    await client('deleteMedia', { parameters: { mediaId: '../users/me?x' } });
    expect(requests[0]?.path).toBe('/media/..%2Fusers%2Fme%3Fx');
  });

  it('writes the query', async () => {
    const { client, requests } = clientThatGets(200, { items: [], nextCursor: null });
    await client('listOwnMedia', { query: { status: 'READY', cursor: undefined, size: 5 } });
    expect(requests[0]?.path).toBe('/media/mine?status=READY&size=5');
  });

  it('throws a problem as the API wrote it', async () => {
    const problem = {
      type: '/problems/not-found',
      title: 'Not found',
      status: 404,
      detail: 'No such item',
      instance: '/media/x',
      requestId: 'r',
      code: 'not-found',
    };
    const { client } = clientThatGets(404, problem);
    await expect(client('like', { parameters: { mediaId } })).rejects.toThrow(ProblemError);
  });

  it.each([
    [200, { liked: 'yes', likesCount: 1 }],
    [200, { liked: true, likesCount: 1, more: 1 }],
    [502, '<html>'],
  ])('does not take an answer off the contract: %i %j', async (status, body) => {
    const { client } = clientThatGets(status, body);
    await expect(client('like', { parameters: { mediaId } })).rejects.toThrow(UnexpectedAnswerError);
  });
});
