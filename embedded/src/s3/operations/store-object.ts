import { checkWrite } from '../conditions.ts';
import type { ObjectRecord } from '../store/records.ts';
import type { Call } from './call.ts';

/** Stores the object if the request's conditions hold at this moment; else its files go. */
export async function storeObject({ request, store }: Call, object: ObjectRecord): Promise<void> {
  try {
    await store.change(() => {
      checkWrite(request, store.find(object.bucket, object.key));
      return { type: 'object-stored', object };
    });
  } catch (error) {
    await store.files.remove(object.segments);
    throw error;
  }
}
