// Chapter 11: a small network learns to divide the plane.
(() => {
  const { svgElement, layers, panel, range, shown } = play;
  const [low, high, count] = [-3, 3, 41];
  const points = new Map();
  const subscript = (k) => "₀₁₂₃₄₅₆"[k];

  play.define("regions", {
    title: "A network learns to divide the plane",
    controls: [
      { name: "data", label: "points", first: 1,
        choices: [[0, "clouds"], [1, "ring"], [2, "moons"]] },
      { name: "activation", label: "activation", first: 0, choices: [[0, "tanh"], [1, "ReLU"]] },
      { name: "layers", label: "hidden layers", first: 1, choices: [[1, "one"], [2, "two"]] },
      { name: "units", label: "units in each", first: 4, min: 1, max: 6, step: 1, text: String },
      { name: "epoch", label: "epoch", first: 400, min: 0, max: 400, step: 1, text: String },
      { name: "unit", label: "unit explained", first: 1, min: 1, max: 12, step: 1, loose: true,
        text: String },
    ],
    buttons: [["walk", "Learn", ({ walk }) => walk("epoch", 400, 60, 5)]],
    // There are as many units to explain as there are hidden units.
    settle({ hidden, shown: explained }, { unit }) {
      unit.limit(hidden);
      unit.set(explained);
    },
    formulas: ({ activation, layers, layer, place, weights }) => {
      const upper = (l) => (layers === 1 ? "" : `^(${l})^`);
      const input = (j) => (layer === 1 ? "_x_" : `_a_${upper(layer - 1)}`) + subscript(j + 1);
      const sum = weights.map((_, j) => `{(weights.${j}):3} ${input(j)}`).join(" + ");
      const bend = activation === 0 ? "tanh(" : "max(0, ";
      return [
        `_a_${upper(layer)}${subscript(place)} = ${bend}${sum} + {(bias):3})`,
        "after {epoch} epochs _C_ = {cost}, with {right} of {points} points right",
        "_ŷ_ > ½ where the shade is that of the triangles; parameters: {parameters}",
      ];
    },
    says: ({ epoch, cost, right, points: all, layer, place, layers }) =>
      `After ${epoch} epochs the cost is ${shown(cost)}, and ${right} of ${all} points are called ` +
      `right. Unit ${place}${layers === 1 ? "" : ` of hidden layer ${layer}`} is explained.`,

    draw({ svg, width, evaluate, inputs }) {
      const { data } = inputs;
      if (!points.has(data)) points.set(data, evaluate("regions-data", { data }));
      const all = points.get(data);
      const found = evaluate("regions-plane", { ...inputs, low, high, count });
      const side = Math.min(width - 64, 420);
      const plane = panel({ left: 44 + (width - 64 - side) / 2, top: 32, width: side, height: side,
        x: { min: low, max: high, label: "first input x₁", ticks: range(-3, 3, 1) },
        y: { min: low, max: high, label: "second input x₂", ticks: range(-3, 3, 1), inset: 34 } });
      const layer = layers(svg, width, Math.round(side + 108));
      layer("shades", null, (group) => {
        plane.clip(group, "play-regions-clip");
        shade(group, plane, "one", found.prediction.map((p) => Math.max(0, 2 * p - 1)));
        shade(group, plane, "zero", found.prediction.map((p) => Math.max(0, 1 - 2 * p)));
      });
      layer("axes", "", (group) => {
        plane.axes(group);
        const left = { "text-anchor": "start", class: "play-label" };
        svgElement(group, "text", { x: plane.left - 34, y: plane.top + side + 54, ...left },
          "○ y = 0 · ▲ y = 1 · solid: the score is 0");
        svgElement(group, "text", { x: plane.left - 34, y: plane.top + side + 72, ...left },
          "dashed: z of the unit explained is 0");
      });
      layer("points", data, (group) => all.x1.forEach((x1, i) => {
        const x2 = all.x2[i];
        if (all.y[i] === 0) plane.dot(group, x1, x2, 3.2, "play-zero");
        else {
          svgElement(group, "path", { class: "play-one",
            d: `M${plane.X(x1)} ${plane.Y(x2) - 4.4}l4.2 7.4h-8.4z` });
        }
      }));
      layer("live", null, (group) => {
        curve(group, plane, found.bend, "play-stroke play-dashed");
        curve(group, plane, found.boundary, "play-stroke-ink");
      });
    },
  });

  /** The plane in one colour, as strong as `strengths` say, row after row from below. */
  function shade(group, plane, name, strengths) {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = count;
    const context = canvas.getContext("2d");
    const image = context.createImageData(count, count);
    strengths.forEach((strength, k) => {
      const pixel = 4 * ((count - 1 - Math.floor(k / count)) * count + (k % count));
      image.data.fill(255, pixel, pixel + 3);
      image.data[pixel + 3] = 255 * strength;
    });
    context.putImageData(image, 0, 0);
    const mask = svgElement(group, "mask", { id: `play-regions-${name}`, style: "mask-type: alpha" });
    // Each value belongs to the middle of its pixel.
    const edge = plane.width / (count - 1) / 2;
    svgElement(mask, "image", { href: canvas.toDataURL(), x: plane.left - edge, y: plane.top - edge,
      width: plane.width + 2 * edge, height: plane.height + 2 * edge, preserveAspectRatio: "none" });
    svgElement(group, "rect", { x: plane.left, y: plane.top, width: plane.width,
      height: plane.height, class: `play-shade-${name}`, mask: `url(#play-regions-${name})` });
  }

  /** A level curve from its segments, joined where they meet: dashes run on from one to the next. */
  function curve(group, plane, ends, kind) {
    const at = (k) => `${plane.X(ends[k])} ${plane.Y(ends[k + 1])}`;
    const meeting = new Map();
    const free = new Set();
    for (let k = 0; k < ends.length; k += 4) {
      const segment = [at(k), at(k + 2)];
      if (segment[0] === segment[1]) continue;
      free.add(segment);
      for (const end of segment) meeting.set(end, [...(meeting.get(end) ?? []), segment]);
    }
    const follow = (from) => {
      let path = `M${from}`;
      for (;;) {
        const segment = meeting.get(from).find((one) => free.has(one));
        if (!segment) return path;
        free.delete(segment);
        from = segment[0] === from ? segment[1] : segment[0];
        path += `L${from}`;
      }
    };
    // Curves with ends begin there; what is left are closed ones.
    let path = "";
    for (const [end, all] of meeting) {
      if (all.length === 1 && free.has(all[0])) path += follow(end);
    }
    for (const segment of free) path += follow(segment[0]);
    if (path) svgElement(group, "path", { d: path, class: kind, "clip-path": "url(#play-regions-clip)" });
  }
})();
