import { describe, expect, it } from '@jest/globals';
import { checkNode, describeFullDisk } from './preflight.ts';

describe('what must be true before anything starts', () => {
  it.each(['24.0.0', '24.21.0', '26.1.0'])('takes Node %s', (version) => {
    expect(() => checkNode(version)).not.toThrow();
  });

  it.each(['20.20.2', '22.5.0'])('refuses Node %s and says what to do', (version) => {
    expect(() => checkNode(version)).toThrow(`This is Node ${version}, and Media Feed needs 24.`);
    expect(() => checkNode(version)).toThrow(/make install/);
  });

  it('says when the disk has too little room', () => {
    expect(describeFullDisk('/x', 499 * 1024 * 1024)).toMatch(
      /holds \/x has less than 500 MiB left.*DATA_DIR/,
    );
    expect(describeFullDisk('/x', 501 * 1024 * 1024)).toBeUndefined();
  });
});
