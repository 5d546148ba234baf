import { Controller, Get, Header } from '@nestjs/common';
import { ApiContract } from '../http/api-contract.ts';
import { MetricsService } from './metrics.service.ts';

@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: MetricsService) {}

  /** For scrapers within the network: proxies do not pass it on. */
  @Get()
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @ApiContract({ summary: 'Measurements as Prometheus text', status: 200, contentType: 'text/plain' })
  getMetrics(): string {
    return this.metrics.render();
  }
}
