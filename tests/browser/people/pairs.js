// 1.4.3: every text that can be read has a pair of colours that the table knows.
people.pairs = (table) => {
  const { read, over, ground, contrast } = people.colours;
  const probe = document.body.appendChild(document.createElement("i"));
  const computed = (css) => {
    probe.style.color = css;
    return read(getComputedStyle(probe).color);
  };
  // `lit`, `lit 13% over sheet`, `lit 13% in sheet`.
  const named = (name) => {
    const [, top, percent, how, base] = name.match(/^([\w-]+)(?: (\d+)%)?(?: (over|in) ([\w-]+))?$/);
    if (!how) return computed(`var(--${top})`);
    if (how === "in") return computed(`color-mix(in oklab, var(--${top}) ${percent}%, var(--${base}))`);
    const layer = percent ? `color-mix(in oklab, var(--${top}) ${percent}%, transparent)` : `var(--${top})`;
    return over(computed(layer), computed(`var(--${base})`));
  };
  const grounds = table.map(([name, inks]) => [name, named(name), inks.map((ink) => [ink, named(ink)])]);
  probe.remove();
  const same = (one, other) => [0, 1, 2].every((part) => Math.abs(one[part] - other[part]) <= 1.5);
  const fields = people.all("input:not([type=range], [type=checkbox]), select, textarea").map((node) => ({ parent: node, text: node.name }));
  const seen = new Map();
  let count = 0;
  for (const { parent, text } of [...people.texts(), ...fields]) {
    if (parent.closest("[aria-disabled=true], :disabled")) continue;
    count += 1;
    const behind = ground(parent);
    if (typeof behind === "string") { seen.set(`“${text.slice(0, 30)}” is on an ${behind}`, true); continue; }
    const colour = over(read(getComputedStyle(parent).color), behind);
    const known = grounds.some(([, its, inks]) => same(its, behind) && inks.some(([, ink]) => same(ink, colour)));
    const ratio = contrast(colour, behind);
    if (known && ratio >= 4.5) continue;
    const where = grounds.filter(([, its]) => same(its, behind)).map(([name]) => name).join(" or ") || behind.map(Math.round);
    seen.set(`${colour.map(Math.round)} on ${where}, ${ratio.toFixed(2)}:1`, people.name(parent));
  }
  return { count, bad: [...seen].map(([pair, node]) => `${pair} (${node})`) };
};
