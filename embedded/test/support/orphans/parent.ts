/**
 * A parent to be killed: `node parent.ts [NODE OPTIONS] ENTRY ARGS…` starts that program as the stack does and prints
 * the child's id, and then what the child sends.
 */
import { spawn } from 'node:child_process';

const args = process.argv.slice(2).map((arg) => (arg === 'PARENT' ? String(process.pid) : arg));
const child = spawn(process.execPath, args, {
  stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  detached: true,
});
console.log(String(child.pid));
child.on('message', (message) => console.log(JSON.stringify(message)));
