// What the other scripts share: what can be seen and reached, and how an element is named in a failure.
window.people = (() => {
  const modal = () => document.querySelector("dialog[open]");
  const shown = (node) =>
    node.checkVisibility({ visibilityProperty: true }) && node.getClientRects().length > 0;
  // A modal dialog makes all else inert.
  const live = (node) => (modal() === null || modal().contains(node)) && shown(node);
  // For readers of screens alone.
  const unread = (node) => {
    if (node.closest(".skip:not(:focus)")) return true;
    for (let up = node; up; up = up.parentElement) {
      if (getComputedStyle(up).clipPath === "inset(50%)") return true;
    }
    return false;
  };
  const name = (node) => {
    const { dataset, tagName } = node;
    const word = dataset.action ?? dataset.tab ?? dataset.source ?? dataset.speed ?? node.name ?? node.id;
    const kind = node.className?.baseVal ?? node.className;
    const text = (node.textContent ?? "").trim().replace(/\s+/g, " ").slice(0, 24);
    return `${tagName.toLowerCase()}.${kind}${word ? `[${word}]` : ""} “${text}”`;
  };
  const all = (css) => [...document.querySelectorAll(css)].filter(live);

  const FOCUSABLE =
    "a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea, summary, [tabindex]";
  const focusable = () => all(FOCUSABLE).filter((node) => node.tabIndex >= 0 && !node.closest(".skip"));

  // The part of a rectangle that no ancestor cuts off.
  const uncut = (node, { left, top, right, bottom }) => {
    let fixed = node.nodeType === Node.ELEMENT_NODE && getComputedStyle(node).position === "fixed";
    for (let up = node.parentElement; up && up !== document.documentElement && !fixed; up = up.parentElement) {
      const style = getComputedStyle(up);
      const outer = up.getBoundingClientRect();
      const [x, y] = [outer.left + up.clientLeft, outer.top + up.clientTop];
      if (style.overflowX !== "visible") {
        left = Math.max(left, x);
        right = Math.min(right, x + up.clientWidth);
      }
      if (style.overflowY !== "visible") {
        top = Math.max(top, y);
        bottom = Math.min(bottom, y + up.clientHeight);
      }
      fixed = style.position === "fixed";
    }
    return { left, top, right, bottom, width: right - left, height: bottom - top };
  };

  // Every piece of text that can be read, with the rectangles of its lines.
  const texts = () => {
    const walk = document.createTreeWalker(modal() ?? document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walk.nextNode()) {
      const { currentNode: node } = walk;
      const parent = node.parentElement;
      if (!node.data.trim() || parent.closest("script, style, datalist, select, noscript")) continue;
      if (!shown(parent) || unread(parent)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const rects = [...range.getClientRects()]
        .map((rect) => uncut(node, rect))
        .filter(({ width, height }) => width > 1 && height > 1);
      found.push({ node, parent, text: node.data.trim(), rects });
    }
    return found;
  };
  return { modal, shown, live, unread, name, all, focusable, uncut, texts };
})();
