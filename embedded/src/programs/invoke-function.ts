/** Lambda's Invoke call, asynchronous: 202 means that the event is kept and will be tried. */

/** Tries for a minute, since storage can be up before the function is. @throws when nobody took the event. */
export async function invokeFunction(url: string, event: unknown): Promise<void> {
  const attempts = 60;
  for (let attempt = 1; ; attempt++) {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-amz-invocation-type': 'Event' },
        body: JSON.stringify(event),
      });
      await response.arrayBuffer();
      if (response.status === 202) return;
      throw new Error(`answered ${String(response.status)}`);
    } catch (error) {
      if (attempt === attempts) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}
