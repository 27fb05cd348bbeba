// 1.4.4, 1.4.10, 1.4.12: what is cut off, what lies over something else, what has to be scrolled to the side.

// These scroll to the side by themselves: code, tables, and texts as they came.
people.SCROLLERS = ".code, .scroll, .json__text";
// Cut off with an ellipsis where there is no room; read out, in the table and on the card they are whole.
people.ELSEWHERE = ".fall__label, .fall__label > *, .race__name, .idiom, .chip__text";

people.reflow = () => {
  const wide = document.documentElement.scrollWidth - innerWidth;
  const found = wide > 0 ? [`the page scrolls to the side by ${wide} px`] : [];
  for (const node of people.all("body *")) {
    const style = getComputedStyle(node);
    const scrolls = ["auto", "scroll"].includes(style.overflowX) && node.scrollWidth > node.clientWidth + 1;
    // At 320 pixels the list of pages is no longer one line.
    const line = node.matches(".nav") && innerWidth > 328;
    if (scrolls && !line && !node.matches(people.SCROLLERS)) {
      found.push(`${people.name(node)} scrolls to the side: ${node.scrollWidth} in ${node.clientWidth}`);
    }
  }
  for (const { parent, text, rects } of people.texts()) {
    if (parent.closest(`${people.SCROLLERS}, .nav`)) continue;
    const out = rects.find(({ left, right }) => left < -0.5 || right > innerWidth + 0.5);
    if (out) found.push(`“${text.slice(0, 30)}” sticks out: ${out.left.toFixed(0)} to ${out.right.toFixed(0)}`);
  }
  return found;
};

people.clipped = () => {
  const cut = people.all("body *").filter((node) => {
    const { overflowX, overflowY } = getComputedStyle(node);
    const hides = (overflow) => overflow === "hidden" || overflow === "clip";
    if (people.unread(node) || node.matches(people.ELSEWHERE) || node.closest("svg") || node.matches("select, input")) return false;
    return (hides(overflowX) && node.scrollWidth > node.clientWidth + 1)
      || (hides(overflowY) && node.scrollHeight > node.clientHeight + 1);
  }).filter((node) => node.textContent.trim() !== "");
  return cut.map((node) =>
    `${people.name(node)} is cut: ${node.scrollWidth} × ${node.scrollHeight} in ${node.clientWidth} × ${node.clientHeight}`);
};

// Buttons, fields and choices whose text is wider than they are.
people.narrow = () =>
  people.all("button, summary, select").filter((node) =>
    node.scrollWidth > node.clientWidth + 1 && node.clientWidth > 0 && !node.matches("summary"))
    .map((node) => `${people.name(node)} is too narrow: ${node.scrollWidth} in ${node.clientWidth}`);

people.overlaps = () => {
  const BY = 2;
  // A card lies over what is below it, on purpose; heads that stay in place over what scrolls under them.
  const layer = (node) => node.closest(".call-card, thead, .history__head, .dialog__actions, .code b");
  const lines = people.texts().flatMap(({ parent, text, rects }) => rects.map((rect) => ({ parent, text, rect })));
  lines.sort((one, other) => one.rect.top - other.rect.top);
  const found = [];
  lines.forEach((one, place) => {
    for (const other of lines.slice(place + 1)) {
      if (other.rect.top >= one.rect.bottom - BY) break;
      const by = Math.min(one.rect.right, other.rect.right) - Math.max(one.rect.left, other.rect.left);
      const down = Math.min(one.rect.bottom, other.rect.bottom) - other.rect.top;
      // Lines of one block share the space between them.
      const near = Math.min(one.rect.height, other.rect.height) * 0.35;
      if (by > BY && down > near && one.parent !== other.parent && layer(one.parent) === layer(other.parent)) {
        found.push(`“${one.text.slice(0, 24)}” (${one.parent.className}) and “${other.text.slice(0, 24)}” (${other.parent.className}) overlap by ${by.toFixed(0)} × ${down.toFixed(0)}`);
      }
    }
  });
  return found;
};

// Once what was resized has been laid out: scroll bars come a frame later than what they are of.
people.fits = async () => {
  const frame = () => new Promise((next) => requestAnimationFrame(next));
  await frame();
  await frame();
  return [...people.reflow(), ...people.clipped(), ...people.narrow(), ...people.overlaps()];
};
