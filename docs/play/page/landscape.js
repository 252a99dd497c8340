// The cost of one neuron above its two weights: shades, level curves, and the lowest shade last.
// Two figures draw it.
(() => {
  const { svgElement, range } = play;
  const low = -4;
  const high = 4;
  const levels = [0.01, 0.03, 0.06, 0.1, 0.13, 0.15, 0.17, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

  /** The plane of the weights, as large as the width allows. */
  play.plane = (width, tall) => {
    const side = Math.min(width - 64, tall);
    return play.panel({ left: 44 + (width - 64 - side) / 2, top: 32, width: side, height: side,
      x: { min: low, max: high, label: "weight w₁", ticks: range(-4, 4, 2) },
      y: { min: low, max: high, label: "weight w₂", ticks: range(-4, 4, 2), inset: 34 } });
  };

  /** The shades as an image of one colour: the costs are its transparency. */
  function shades(evaluate, b, n) {
    const count = 81;
    const { cost } = evaluate("surface-grid", { b, n, low, high, count });
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = count;
    const context = canvas.getContext("2d");
    const image = context.createImageData(count, count);
    const most = Math.max(...cost);
    const least = Math.min(...cost);
    cost.forEach((value, k) => {
      const pixel = 4 * ((count - 1 - Math.floor(k / count)) * count + (k % count));
      image.data.fill(255, pixel, pixel + 3);
      image.data[pixel + 3] = 255 * Math.sqrt((value - least) / (most - least));
    });
    context.putImageData(image, 0, 0);
    return canvas.toDataURL();
  }

  play.landscape = (group, plane, evaluate, id, b, n) => {
    const mask = svgElement(group, "mask", { id: `${id}-mask`, style: "mask-type: alpha" });
    // Each value belongs to the middle of its pixel.
    const edge = plane.width / 80 / 2;
    svgElement(mask, "image", { href: shades(evaluate, b, n), x: plane.left - edge,
      y: plane.top - edge, width: plane.width + 2 * edge, height: plane.height + 2 * edge,
      preserveAspectRatio: "none" });
    plane.clip(group, id);
    svgElement(group, "rect", { x: plane.left, y: plane.top, width: plane.width,
      height: plane.height, class: "play-shade", mask: `url(#${id}-mask)` });
    const marks = [];
    for (const level of levels) {
      const { segments } = evaluate("surface-level", { b, n, low, high, count: 44, level });
      let path = "";
      for (let k = 0; k < segments.length; k += 4) {
        path += `M${plane.X(segments[k])} ${plane.Y(segments[k + 1])}` +
          `L${plane.X(segments[k + 2])} ${plane.Y(segments[k + 3])}`;
      }
      if (path) svgElement(group, "path", { d: path, class: "play-level" });
      const mark = label(segments);
      if (mark && marks.every(([a, b]) => plane.apart(a - mark[0], b - mark[1]) > 30)) {
        marks.push(mark);
        plane.text(group, mark[0], mark[1], String(level),
          { dy: 4, anchor: "middle", kind: "play-level-label play-halo" });
      }
    }
  };

  /** Where a level curve is labelled: where it comes nearest to the falling diagonal's lower part. */
  function label(segments) {
    let best;
    let least = 0.25;
    for (let k = 0; k < segments.length; k += 4) {
      const [a, b] = [segments[k], segments[k + 1]];
      if (Math.abs(a) > 3.6 || Math.abs(b) > 3.6) continue;
      const off = Math.abs(a - b / 3 + 1.2);
      if (off < least) [least, best] = [off, [a, b]];
    }
    return best;
  }
})();
