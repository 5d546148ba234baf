import { Module } from '@nestjs/common';
import { MediaModule } from '../media/media.module.ts';
import { OpenGraphController } from './open-graph.controller.ts';

@Module({ imports: [MediaModule], controllers: [OpenGraphController] })
export class OpenGraphModule {}
