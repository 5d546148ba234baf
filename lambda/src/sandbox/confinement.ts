/** What a sandbox process says of its layers, and what the function requires. */
import type { ChildProcess } from 'node:child_process';
import { assertLayers, type LayerReport, type SandboxLayer } from './layers.ts';
import type { Confined } from './messages.ts';

export class Confinement {
  /** Rejects where something required is missing, and when the process ends before it has spoken. */
  readonly layers: Promise<readonly LayerReport[]>;
  /** Rejects where something required is missing, and else never settles. */
  readonly refused: Promise<never>;

  constructor(child: ChildProcess, required: readonly SandboxLayer[]) {
    const ofTheChild = required.filter((layer) => layer !== 'environment');
    const said = Promise.withResolvers<readonly LayerReport[]>();
    const refused = Promise.withResolvers<never>();
    const onMessage = (message: unknown) => {
      if (!isConfined(message)) return;
      // Only the first counts: no file was there yet.
      child.off('message', onMessage);
      try {
        assertLayers(ofTheChild, message.layers);
        said.resolve(message.layers);
      } catch (error) {
        said.reject(error);
        refused.reject(error);
      }
    };
    child.on('message', onMessage);
    const onEnd = () => said.reject(new Error('The sandbox ended while it started'));
    // What it had said may still be on its way: the channel ends behind that.
    child.once('exit', () => (child.connected ? child.once('disconnect', onEnd) : onEnd()));
    this.layers = said.promise;
    this.refused = refused.promise;
    // Whoever does not wait for them must not be ended by them.
    this.layers.catch(() => undefined);
    this.refused.catch(() => undefined);
  }
}

function isConfined(message: unknown): message is Confined {
  return typeof message === 'object' && message !== null && 'kind' in message && message.kind === 'confined';
}
