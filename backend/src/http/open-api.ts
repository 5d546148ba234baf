import { documentationPaths, problemSchema } from '@media-feed/contract';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import { toJsonSchema } from './json-schema.ts';

/** The whole API as OpenAPI 3.1, made from the contract's schemas. */
function buildOpenApi(app: NestFastifyApplication): OpenAPIObject {
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

/** The page's own scripts and styles, and calls to this API; its style element has no file of its own. */
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "font-src 'self'; connect-src 'self'; frame-ancestors 'none'";

/** The page for people, and the document for programs. */
export function serveDocs(app: NestFastifyApplication): void {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    if (/^\/docs([/?]|$)/.test(request.url)) reply.header('content-security-policy', PAGE_POLICY);
    done();
  });
  SwaggerModule.setup(documentationPaths.page, app, () => buildOpenApi(app), {
    jsonDocumentUrl: documentationPaths.document,
    raw: ['json'],
    customSiteTitle: 'Media Feed API',
  });
}
