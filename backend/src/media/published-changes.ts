import { Injectable } from '@nestjs/common';

/** Tells who keeps pages of published items, in this process, that one has come, gone or changed. */
@Injectable()
export class PublishedChanges {
  private readonly listeners: (() => void)[] = [];

  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** To be called once the change is committed. */
  notify(): void {
    for (const listener of this.listeners) listener();
  }
}
