import { describe, expect, it } from '@jest/globals';
import { assertLayers, holds, missing } from './layers.ts';

const reports = [holds('permission', 'reads nothing'), missing('seccomp', 'the kernel answered EPERM')];

describe('assertLayers', () => {
  it('takes what holds', () => {
    expect(() => assertLayers(['permission'], reports)).not.toThrow();
  });

  it('names what is missing and why, and what nobody spoke of', () => {
    expect(() => assertLayers(['permission', 'seccomp', 'memory'], reports)).toThrow(
      'SANDBOX_REQUIRE asks for: seccomp (the kernel answered EPERM), memory (not reported)',
    );
  });
});
