// 2.5.8: what a pointer can hit is 24 × 24 CSS pixels, or far enough from all else.
people.targets = () => {
  const LEAST = 24;
  const TARGETS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=option],"
    + " [role=slider], tr[data-span], .chart__hit";
  // What does the same and is large enough: the strip around the window, the limit's own field.
  const EQUIVALENT = ".overview__window, .chart__hit";
  // A label gives its clicks to its field: together they are one target.
  const parts = (node) => {
    const label = node.matches("[type=checkbox], [type=radio]") ? node.closest("label") : null;
    return label ?? node;
  };
  const box = (node) => people.uncut(node, parts(node).getBoundingClientRect());
  const centre = ({ left, top, width, height }) => [left + width / 2, top + height / 2];
  const distance = ([x, y], { left, top, right, bottom }) =>
    Math.hypot(x - Math.min(Math.max(x, left), right), y - Math.min(Math.max(y, top), bottom));
  const small = ({ width, height }) => width < LEAST - 0.01 || height < LEAST - 0.01;
  const inSentence = (node) =>
    node.matches("a") && [...node.parentElement.childNodes]
      .some((other) => other.nodeType === Node.TEXT_NODE && other.data.trim() !== "");

  // A row that is half scrolled out of view can be scrolled into it.
  const scrolledOut = (node, seen) => seen.height < node.getBoundingClientRect().height - 1
    && node.closest(".scrolls, .scroll, .data, dialog") !== null;
  const all = people.all(TARGETS)
    .filter((node) => !people.unread(node))
    .map((node) => ({ node, box: box(node) }))
    .filter(({ node, box }) => box.width > 0 && box.height > 0 && !scrolledOut(node, box));
  const bad = all.filter(({ node, box: own }) => {
    if (!small(own) || node.matches(EQUIVALENT) || inSentence(node)) return false;
    return all.some(({ node: other, box: its }) => {
      if (other === node || node.contains(other) || other.contains(node)) return false;
      if (distance(centre(own), its) < LEAST / 2) return true;
      return small(its) && Math.hypot(centre(own)[0] - centre(its)[0], centre(own)[1] - centre(its)[1]) < LEAST;
    });
  });
  return {
    count: all.length,
    bad: bad.map(({ node, box }) => `${people.name(node)}: ${box.width.toFixed(1)} × ${box.height.toFixed(1)}`),
  };
};
