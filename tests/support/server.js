// Runs the server in the file that is our argument: on loopback only, on a port that the system
// chooses and we print, and for as long as our standard input is open.
const net = require('node:net');

process.env.NODE_ENV = 'production';
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (_port, ready) {
  this.once('listening', () => console.log(`listening on ${this.address().port}`));
  return listen.call(this, 0, '127.0.0.1', ready);
};
process.stdin.on('end', () => process.exit()).resume();
require(process.argv[1]);
