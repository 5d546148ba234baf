/** Remembers which methods each path takes, so that a wrong method is 405 and not 404. */
export class Routes {
  private readonly routes: { pattern: RegExp; methods: readonly string[] }[] = [];

  /** `path` in Fastify's syntax, such as `/media/:mediaId/likes`. */
  add(path: string, methods: string | readonly string[]): void {
    if (path.includes('*')) return;
    const pattern = path
      .split('/')
      .map((segment) => (segment.startsWith(':') ? '[^/]+' : segment.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')))
      .join('/');
    this.routes.push({ pattern: new RegExp(`^${pattern}/?$`), methods: [methods].flat() });
  }

  /** Empty where nothing lies at that path. */
  methodsOf(path: string): string[] {
    const methods = this.routes.filter(({ pattern }) => pattern.test(path)).flatMap((route) => route.methods);
    return [...new Set(methods)].sort();
  }
}
