import { Controller, Header } from '@nestjs/common';
import { Serves } from '../http/serves.ts';
import { MetricsService } from './metrics.service.ts';

@Controller()
export class MetricsController {
  constructor(private readonly metrics: MetricsService) {}

  /** For scrapers within the network: proxies do not pass it on. */
  @Serves('getMetrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  getMetrics(): Promise<string> {
    return this.metrics.render();
  }
}
