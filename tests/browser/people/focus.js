// 2.4.7, 2.4.11, 2.4.13: what shows where the focus is, whether all of it can be seen, and whether anything lies over it.

// How an element that has the focus shows it: an outline of its own, or of the row that it is at.
people.indicator = (node) => {
  const row = node.matches(".fall__plot") && node.querySelector(".fall__row.cursor");
  const marked = row || node;
  const style = getComputedStyle(marked);
  const width = parseFloat(style.outlineWidth);
  const offset = parseFloat(style.outlineOffset);
  return { marked, width: style.outlineStyle === "none" ? 0 : width, offset, colour: style.outlineColor };
};

people.badIndicator = (node) => {
  const { colours } = people;
  const { marked, width, offset, colour } = people.indicator(node);
  if (width < 2) return `is ${width} px wide`;
  // Outside, it lies on what is around; inside, on the element's own ground.
  const around = colours.ground(offset >= 0 ? marked.parentElement : marked);
  if (typeof around === "string") return `lies on an ${around}`;
  const contrast = colours.contrast(colours.over(colours.read(colour), around), around);
  if (contrast < 3) return `has a contrast of ${contrast.toFixed(2)}`;
  const { left, top, right, bottom } = marked.getBoundingClientRect();
  const by = offset + width;
  const whole = { left: left - by, top: top - by, right: right + by, bottom: bottom + by };
  const seen = people.uncut(marked, whole);
  const cut = ["left", "top", "right", "bottom"].filter((side) => Math.abs(seen[side] - whole[side]) > width - 1);
  // What scrolls within may reach beyond its own scroller.
  if (cut.length > 1) return `is cut off at its ${cut.join(", ")}`;
  return null;
};

people.unseenFocus = () => {
  const before = document.activeElement;
  const focusable = people.focusable();
  const bad = focusable.flatMap((node) => {
    node.scrollIntoView({ block: "nearest", inline: "nearest" });
    // A pointer may have put the focus there already, which then shows nothing.
    node.blur();
    node.focus({ focusVisible: true, preventScroll: true });
    if (document.activeElement !== node) return [`${people.name(node)} takes no focus`];
    const problem = people.badIndicator(node);
    return problem ? [`${people.name(node)}: its indicator ${problem}`] : [];
  });
  before.focus();
  return { count: focusable.length, bad };
};

// Where the Tab key has come to: a word, its place in the document, and what is wrong with it.
people.focused = () => {
  const node = document.activeElement;
  const problems = [];
  const inset = 3;
  const { left, top, right, bottom } = node.getBoundingClientRect();
  const seen = people.uncut(node, { left, top, right, bottom });
  const isShown = people.live(node) && seen.bottom - seen.top >= Math.min(bottom - top, 2 * inset);
  if (node === document.body) problems.push("nothing has the focus");
  else if (!isShown) problems.push("it is not shown");
  const middle = (from, to, size) => (Math.max(from, 0) + Math.min(to, size)) / 2;
  const [x, y] = [middle(left, right, innerWidth), middle(seen.top, seen.bottom, innerHeight)];
  // As far as what it stands in has scrolled to it: engines scroll to one edge of what is taller than that.
  const points = [[x, y], [x, Math.max(seen.top, 0) + inset], [x, Math.min(seen.bottom, innerHeight) - inset]];
  const hits = points.map(([x, y]) => document.elementFromPoint(x, y));
  const related = (hit) => hit && (node.contains(hit) || hit.contains(node) || hit.closest("label")?.contains(node));
  if (node !== document.body) {
    const covered = hits.find((hit) => !related(hit));
    if (covered !== undefined) problems.push(`${covered ? people.name(covered) : "the window's edge"} lies over it`);
  }
  const order = people.focusable().indexOf(node);
  // The part of the page that it stands in; parts follow each other, and lanes stand side by side.
  const part = node.closest(".history__head, .dialog__actions, .kept, .export li, .lane, .nav, .top, .bar, .again, .network, dialog, main > *");
  const before = people.last;
  // Where it stands, however far what it stands in is scrolled.
  let down = scrollY;
  for (let up = node.parentElement; up && up !== document.documentElement; up = up.parentElement) down += up.scrollTop;
  const box = { left, top: top + down, right, bottom: bottom + down };
  people.last = { part, box };
  let back = false;
  if (before && before.part === part && part && !node.closest(".nav")) {
    const above = box.bottom <= before.box.top + 1;
    const sameLine = box.top < before.box.bottom - 1 && box.bottom > before.box.top + 1;
    back = above || (sameLine && right <= before.box.left + 1);
  }
  return { name: people.name(node), order, problems, back };
};

people.count = () => people.focusable().length;
