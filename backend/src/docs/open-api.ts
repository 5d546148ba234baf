import { problemSchema } from '@media-feed/contract';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { toJsonSchema } from './api-contract.ts';

/** The whole API as OpenAPI 3.1, made from the contract's schemas. */
export function buildOpenApi(app: NestFastifyApplication): OpenAPIObject {
  const settings = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Media Feed')
    .setDescription(
      'Every error is `application/problem+json` (RFC 9457); every answer carries `x-request-id`. ' +
        'Unknown body fields and unknown or repeated query parameters are 400.',
    )
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' })
    .build();
  const document = SwaggerModule.createDocument(app, settings);
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Problem: toJsonSchema(problemSchema, 'output') },
  };
  return document;
}

/** `/docs` for people, `/docs-json` for programs. */
export function serveDocs(app: NestFastifyApplication): void {
  SwaggerModule.setup('docs', app, () => buildOpenApi(app), {
    jsonDocumentUrl: 'docs-json',
    raw: ['json'],
    customSiteTitle: 'Media Feed API',
  });
}
