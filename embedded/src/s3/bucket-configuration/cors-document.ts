import type { CorsRule } from '../cors.ts';
import { children, malformed, text, texts } from '../xml.ts';
import type { XmlContent, XmlElements } from '../xml.ts';

const knownMethods = new Set(['GET', 'PUT', 'POST', 'DELETE', 'HEAD']);

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CORSRule.html. Throws MalformedXML. */
export function readCorsRules(content: XmlContent): CorsRule[] {
  return children(content, 'CORSRule').map((rule) => {
    const allowedOrigins = texts(rule, 'AllowedOrigin');
    const allowedMethods = texts(rule, 'AllowedMethod');
    const allowedHeaders = texts(rule, 'AllowedHeader');
    const exposeHeaders = texts(rule, 'ExposeHeader');
    const maxAge = text(rule, 'MaxAgeSeconds');
    const isRule =
      allowedOrigins.length > 0 &&
      allowedOrigins.every((origin) => origin.split('*').length <= 2) &&
      allowedMethods.length > 0 &&
      allowedMethods.every((method) => knownMethods.has(method)) &&
      (maxAge === undefined || /^\d{1,9}$/.test(maxAge));
    if (!isRule) throw malformed();
    return {
      allowedOrigins,
      allowedMethods,
      ...(allowedHeaders.length === 0 ? {} : { allowedHeaders }),
      ...(exposeHeaders.length === 0 ? {} : { exposeHeaders }),
      ...(maxAge === undefined ? {} : { maxAgeSeconds: Number(maxAge) }),
    };
  });
}

export function corsDocument(rules: readonly CorsRule[]): XmlElements {
  return {
    CORSRule: rules.map((rule) => ({
      AllowedOrigin: rule.allowedOrigins,
      AllowedMethod: rule.allowedMethods,
      AllowedHeader: rule.allowedHeaders ?? [],
      ExposeHeader: rule.exposeHeaders ?? [],
      ...(rule.maxAgeSeconds === undefined ? {} : { MaxAgeSeconds: String(rule.maxAgeSeconds) }),
    })),
  };
}
