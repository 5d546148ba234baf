import { describe, expect, it } from '@jest/globals';
import type { RequestUploadBody } from '@media-feed/contract';
import {
  fakeApi,
  fakeStorage,
  fakeTiming,
  largeFile,
  mediaIdOf,
  problemOf,
  statusReached,
} from '../test/fakes.ts';
import type { PutRequest, PutResponse, UploadApi } from './upload-api.ts';
import { UploadEngine } from './upload-engine.ts';
import type { Upload } from './upload-state.ts';
import { hasUnsavedTexts } from './upload-texts.ts';

type Answer = (request: PutRequest, count: number) => Partial<PutResponse> | undefined;

/** `bodies`: what the calls for a place carried. */
function engineWith(options: { api?: Partial<UploadApi>; storage?: Answer } = {}) {
  const { api, calls } = fakeApi(options.api);
  const bodies: RequestUploadBody[] = [];
  const recording: UploadApi = {
    ...api,
    requestUpload: (body, signal) => {
      bodies.push(body);
      return api.requestUpload(body, signal);
    },
    startMultipart: (body, signal) => {
      bodies.push(body);
      return api.startMultipart(body, signal);
    },
  };
  const { put } = fakeStorage(options.storage ?? (() => undefined));
  const engine = new UploadEngine({ api: recording, put, timing: fakeTiming().timing });
  const first = (): Upload => {
    const [upload] = engine.uploads.get();
    if (!upload) throw new Error('There is no upload');
    return upload;
  };
  return { engine, calls, bodies, first };
}

const picture = () => new File(['pixels'], 'a.jpg', { type: 'image/jpeg' });
const texts = { caption: 'A day at the #sea', altText: 'Waves', sensitive: true };
const change = (mediaId: string, body: object) => `changeMedia ${mediaId} ${JSON.stringify(body)}`;

describe('what is written of an upload', () => {
  it.each([
    ['one PUT', picture()],
    ['parts', largeFile(200_000_000)],
  ])('goes along with the call for a place, by %s', async (_method, file) => {
    const { engine, bodies, calls, first } = engineWith();
    engine.add([file]);
    engine.describe(first().id, texts);
    await engine.saveTexts(first().id);
    expect(calls).toEqual([]);
    engine.setSignedIn(true);
    await statusReached(engine, 'checking');
    expect(bodies).toEqual([expect.objectContaining(texts)]);
    expect(hasUnsavedTexts(first())).toBe(false);
    expect(calls.filter((call) => call.startsWith('changeMedia'))).toEqual([]);
  });

  it('is sent once there is a place, where that call was under way', async () => {
    const { engine, bodies, calls, first } = engineWith();
    engine.setSignedIn(true);
    engine.add([picture()]);
    engine.describe(first().id, texts);
    await statusReached(engine, 'checking');
    await engine.saveTexts(first().id);
    expect(bodies[0]).not.toHaveProperty('caption');
    expect(calls).toEqual(['requestUpload', change(mediaIdOf(1), texts)]);
  });

  it('is sent later as far as it has changed, the last words last', async () => {
    const { engine, calls, first } = engineWith();
    engine.setSignedIn(true);
    engine.add([picture()]);
    const { id } = await statusReached(engine, 'checking');
    engine.describe(id, { ...texts, altText: '' });
    const saved = engine.saveTexts(id);
    engine.describe(id, texts);
    await Promise.all([saved, engine.saveTexts(id), engine.saveTexts(id)]);
    engine.describe(id, { ...texts, caption: '' });
    await engine.saveTexts(id);
    expect(calls.slice(1)).toEqual([change(mediaIdOf(1), texts), change(mediaIdOf(1), { caption: '' })]);
    expect(first()).toMatchObject({ savedTexts: { caption: '', altText: 'Waves' }, textsSaving: 'idle' });
  });

  it('goes along again where an upload begins anew', async () => {
    const { engine, bodies, first } = engineWith({
      storage: (_request, count) => (count === 1 ? { status: 403 } : undefined),
    });
    engine.add([picture()]);
    engine.describe(first().id, texts);
    engine.setSignedIn(true);
    await statusReached(engine, 'checking');
    expect(bodies).toEqual([expect.objectContaining(texts), expect.objectContaining(texts)]);
  });

  it('keeps no file from being uploaded, whatever it is', async () => {
    const { engine, bodies, calls, first } = engineWith();
    engine.add([picture()]);
    engine.describe(first().id, { caption: 'gpj.\u202Eexe', altText: 'Waves', sensitive: false });
    engine.setSignedIn(true);
    await statusReached(engine, 'checking');
    expect(bodies).toEqual([expect.objectContaining({ altText: 'Waves' })]);
    expect(bodies[0]).not.toHaveProperty('caption');
    expect(calls).toEqual(['requestUpload']);
    expect(hasUnsavedTexts(first())).toBe(true);
  });

  it('is kept where it could not be sent, and sent again', async () => {
    let isDown = true;
    const { api } = fakeApi();
    const { engine, first } = engineWith({
      api: {
        changeMedia: (mediaId, body) =>
          isDown ? Promise.reject(problemOf(503, 'unavailable')) : api.changeMedia(mediaId, body),
      },
    });
    engine.setSignedIn(true);
    engine.add([picture()]);
    const { id } = await statusReached(engine, 'checking');
    engine.describe(id, texts);
    await engine.saveTexts(id);
    expect(first()).toMatchObject({ texts, textsSaving: 'failed', status: 'checking' });
    isDown = false;
    await engine.saveTexts(id);
    expect(first()).toMatchObject({ savedTexts: texts, textsSaving: 'idle' });
  });
});
