import { expect, it } from '@jest/globals';
import { camelCased } from './camel-case.ts';

it('names each setting by its variable in camel case', () => {
  const settings = camelCased({
    HOST: 'localhost',
    MAX_BODY_BYTES: 7,
    OTEL_EXPORTER_OTLP_ENDPOINT: undefined,
  });

  const typed: { host: string; maxBodyBytes: number; otelExporterOtlpEndpoint: undefined } = settings;
  expect(typed).toStrictEqual({ host: 'localhost', maxBodyBytes: 7, otelExporterOtlpEndpoint: undefined });
});
