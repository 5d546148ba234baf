import { Module } from '@nestjs/common';
import { TagsController } from './tags.controller.ts';
import { TagsRepository } from './tags.repository.ts';
import { TagsService } from './tags.service.ts';

@Module({ controllers: [TagsController], providers: [TagsService, TagsRepository] })
export class TagsModule {}
