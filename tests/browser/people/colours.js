// 1.4.3: which colour stands on which.
people.colours = (() => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const known = new Map();
  // Any CSS colour as red, green, blue (0 to 255) and alpha (0 to 1).
  const read = (css) => {
    if (!known.has(css)) {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = css;
      canvas.fillRect(0, 0, 1, 1);
      const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
      known.set(css, [red, green, blue, alpha / 255]);
    }
    return known.get(css);
  };
  const over = ([r, g, b, a], [x, y, z]) =>
    [r * a + x * (1 - a), g * a + y * (1 - a), b * a + z * (1 - a), 1];
  // What lies behind an element's own text: its background over those of what it stands in.
  const ground = (node) => {
    const layers = [];
    for (let up = node; up; up = up.parentElement) {
      const { backgroundColor, backgroundImage } = getComputedStyle(up);
      if (backgroundImage !== "none") layers.push(`image of ${people.name(up)}`);
      const colour = read(backgroundColor);
      if (colour[3] > 0) layers.push(colour);
      if (colour[3] === 1 || up.matches("dialog")) break;
    }
    const image = layers.find((layer) => typeof layer === "string");
    return image ?? layers.reverse().reduce((below, layer) => over(layer, below), read("Canvas"));
  };
  const luminance = ([r, g, b]) => {
    const part = (value) => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const contrast = (one, other) => {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  return { read, over, ground, contrast };
})();
