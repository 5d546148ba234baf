/** `node dist/uploads-switch.js on|off`: has every process take new uploads, or refuse them. */
import { createCommandContext } from './create-app.ts';
import { UploadSwitch } from './uploads/upload-switch.ts';

const [position = ''] = process.argv.slice(2);
process.exitCode = position === 'on' || position === 'off' ? await turn(position) : usage();
process.exit();

function usage(): number {
  console.error('Which way? Usage: make uploads SWITCH=on or SWITCH=off.');
  return 1;
}

async function turn(to: 'on' | 'off'): Promise<number> {
  const app = await createCommandContext();
  try {
    await app.get(UploadSwitch).turn(to === 'on');
    console.log(to === 'on' ? 'Uploads are taken.' : 'Uploads are refused; all else goes on.');
    return 0;
  } catch (error) {
    console.error(`Stopped: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  } finally {
    await app.close();
  }
}
