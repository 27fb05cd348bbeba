// Our argument: Xvfb. Runs it on a display of its own choice, and ends it in good order when our standard
// input does: it has a socket and a lock to put away.
const { spawn } = require('node:child_process');

const [program] = process.argv.slice(1);
const screen = ['-screen', '0', '1600x4000x24'];
const child = spawn(program, ['-displayfd', '3', ...screen, '-nolisten', 'tcp', '-noreset'], {
  stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
});
child.stdio[3].on('data', (number) => console.log(`display ${String(number).trim()}`));
child.on('error', (error) => {
  console.error(`cannot start ${program}: ${error.message}`);
  process.exit(1);
});
child.on('exit', () => process.exit());
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill());
process.stdin.on('end', () => child.kill()).resume();
