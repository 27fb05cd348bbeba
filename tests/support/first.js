// Runs in a page before the page's own scripts, in browsers whose driver does not tell the console: keeps
// what is written there and what fails, until the tests come for it.
(() => {
  const KEY = 'tests-console';
  const keep = (level, source, message) => {
    const line = { level, source, message, timestamp: Date.now() };
    try {
      const lines = JSON.parse(sessionStorage.getItem(KEY) ?? '[]');
      sessionStorage.setItem(KEY, JSON.stringify([...lines, line]));
    } catch {
      (window.testsConsole ??= []).push(line);
    }
  };
  for (const name of ['debug', 'log', 'info', 'warn', 'error', 'assert']) {
    const write = console[name];
    console[name] = (...words) => {
      if (name !== 'assert' || !words[0]) keep(name.toUpperCase(), 'console-api', words.map(String).join(' '));
      write.apply(console, words);
    };
  }
  // Once all have heard of it: what a page takes for its own, no browser writes. (Not by a timer: the page may end them.)
  const { port1, port2 } = new MessageChannel();
  const waiting = [];
  port1.onmessage = () => waiting.splice(0).forEach(([event, told]) => event.defaultPrevented || told(event));
  const later = (told) => (event) => {
    waiting.push([event, told]);
    port2.postMessage(null);
  };
  const failed = (event) => {
    if (event instanceof ErrorEvent) return keep('SEVERE', 'javascript', `${event.message} ${event.error?.stack ?? ''}`);
    const { src, href } = event.target;
    keep('SEVERE', 'network', `Failed to load resource: ${src ?? href}`);
  };
  addEventListener('error', later(failed), true);
  addEventListener('unhandledrejection', later(({ reason }) => keep('SEVERE', 'javascript', `unhandled: ${reason}`)));
  addEventListener('securitypolicyviolation', (event) =>
    keep('SEVERE', 'security', `${event.violatedDirective} forbids ${event.blockedURI}`));
})();
