import { Injectable } from '@nestjs/common';
import { UploadSwitchRepository } from './upload-switch.repository.ts';
import { UploadsOffError } from './uploads.errors.ts';

/** An operator's brake: nothing new is taken while everything else goes on. Uploads under way end as they would. */
@Injectable()
export class UploadSwitch {
  constructor(private readonly switches: UploadSwitchRepository) {}

  /** By what the database says at this moment, so that no process is behind. Throws {@link UploadsOffError}. */
  async assertOn(): Promise<void> {
    if (!(await this.switches.isOn())) throw new UploadsOffError();
  }

  turn(isOn: boolean): Promise<void> {
    return this.switches.turn(isOn);
  }
}
