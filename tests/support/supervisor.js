// Our arguments: a folder for temporary files, a program, and the program's arguments. Runs it in a
// process group of its own, and ends the whole group when our standard input does: a driver that is
// killed leaves its browser behind. A line of input hangs up on the program: it reads its settings anew.
const { spawn } = require('node:child_process');

const [folder, program, ...args] = process.argv.slice(1);
const child = spawn(program, args, {
  detached: true,
  env: { ...process.env, TMPDIR: folder },
  stdio: ['ignore', 'inherit', 'inherit'],
});

function end() {
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // All of them have ended already.
  }
  process.exit();
}

child.on('error', (error) => {
  console.error(`cannot start ${program}: ${error.message}`);
  process.exit(1);
});
child.on('exit', end);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end);
process.stdin.on('data', () => child.kill('SIGHUP')).on('end', end);
