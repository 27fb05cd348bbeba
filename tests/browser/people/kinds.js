// 1.4.1, 1.4.11: bars of different kinds are tellable apart by shape and pattern, not by hue alone.
people.kinds = () => {
  const looks = new Map();
  for (const bar of people.all(".bar[data-kind]")) {
    const style = getComputedStyle(bar);
    const image = style.backgroundImage.replace(/rgba?\([^)]*\)/g, "colour");
    const filled = people.colours.read(style.backgroundColor)[3] > 0.2;
    const border = ["Left", "Right", "Top"].map((side) =>
      `${style[`border${side}Style`]} ${parseFloat(style[`border${side}Width`]).toFixed(0)}`);
    const thin = parseFloat(style.top) > 2;
    looks.set(bar.dataset.kind, [image, filled, ...border, thin].join("|"));
  }
  return [...looks];
};

// What is drawn of a bar stands out from what is behind it.
people.faint = () => people.all(".bar[data-kind], .track i[data-grade]").flatMap((bar) => {
  const { read, over, ground, contrast } = people.colours;
  const behind = ground(bar.parentElement);
  const style = getComputedStyle(bar);
  const drawn = [style.backgroundColor];
  if (style.borderTopStyle !== "none" && parseFloat(style.borderTopWidth) > 0) drawn.push(style.borderTopColor);
  drawn.push(...(style.backgroundImage.match(/(rgba?|oklab|color)\([^()]*\)/g) ?? []));
  const best = Math.max(...drawn.map((colour) => contrast(over(read(colour), behind), behind)));
  return best >= 3 || bar.getBoundingClientRect().width === 0 ? [] : [`${bar.dataset.kind ?? bar.dataset.grade}: ${best.toFixed(2)}`];
});

// 1.4.11: what is chosen looks otherwise than what is not, by more than a colour that the system takes away.
people.chosen = () => {
  const groups = [
    [".seg", "[aria-pressed=true]", "[aria-pressed=false]"],
    [".tabs", "[aria-selected=true]", "[aria-selected=false]"],
    [".nav", "a[aria-current]", "a:not([aria-current])"],
    [".fall__rows", "[aria-selected=true]", ".fall__row:not(.cursor)[aria-selected=false]"],
    [".code", ".selected", ".l:not(.selected)"],
    [".long-form tbody", ".selected > td", "tr[data-span]:not(.selected) > td"],
  ];
  const look = (node) => {
    const style = getComputedStyle(node);
    return ["borderTop", "borderBottom", "borderLeft", "outline"].map((part) => {
      const visible = style[`${part}Style`] !== "none" && parseFloat(style[`${part}Width`]) > 0;
      return visible ? `${style[`${part}Style`]} ${style[`${part}Width`]} ${style[`${part}Color`]}` : "";
    }).join("|");
  };
  let count = 0;
  const bad = groups.flatMap(([group, on, off]) => people.all(group).flatMap((whole) => {
    const [chosen, other] = [whole.querySelector(on), whole.querySelector(off)];
    if (!chosen || !other || !people.shown(chosen) || !people.shown(other)) return [];
    count += 1;
    return look(chosen) === look(other) ? [`${people.name(chosen)} looks as ${people.name(other)} does`] : [];
  }));
  return { count, bad };
};
