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
  const failed = (event) => {
    if (event instanceof ErrorEvent) return keep('SEVERE', 'javascript', `${event.message} ${event.error?.stack ?? ''}`);
    const { src, href } = event.target;
    keep('SEVERE', 'network', `Failed to load resource: ${src ?? href}`);
  };
  addEventListener('error', failed, true);
  addEventListener('unhandledrejection', ({ reason }) => keep('SEVERE', 'javascript', `unhandled: ${reason}`));
  addEventListener('securitypolicyviolation', (event) =>
    keep('SEVERE', 'security', `${event.violatedDirective} forbids ${event.blockedURI}`));
})();
