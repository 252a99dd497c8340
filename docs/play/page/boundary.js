// Chapter 2: the bias slides the boundary through the penguins.
(() => {
  const { svgElement, layers, panel, handle, clamp, snap, range } = play;
  let all;

  play.define("boundary", {
    title: "The bias moves the boundary among the penguins",
    controls: [
      { name: "b", label: "bias _b_", first: -9, min: -26, max: 4, step: 0.5 },
      { name: "penguin", label: "penguin no.", first: 1, min: 1, max: 274, step: 1 },
    ],
    formulas: () => [
      "_z_ = **w** · **x** + _b_ = 1 · {length} + (−2) · {depth} + {(b)} = {z}",
      "distance from the boundary: _z_ / ‖**w**‖ = {z} / {norm_w} = {distance}",
      "_z_ > 0 for {gentoos_positive} of 123 Gentoos and for {adelies_positive} of 151 Adelies",
    ],
    says: ({ b, z, gentoo, penguin, gentoos_positive, adelies_positive }) =>
      `With the bias ${play.shown(b)}, ${gentoos_positive} of 123 Gentoos and ${adelies_positive} ` +
      `of 151 Adelies are on the positive side. Penguin ${penguin}, ` +
      `${gentoo ? "a Gentoo" : "an Adelie"}, has z = ${play.shown(z)}.`,

    draw({ svg, width, evaluate, set, inputs, outputs }) {
      all ??= evaluate("boundary-data", {});
      const height = Math.round(Math.min(Math.max(width * 0.62, 300), 430));
      const plane = panel({ left: 40, top: 34, width: width - 60, height: height - 84,
        x: { min: 31, max: 61, label: "bill length (mm)", ticks: range(35, 60, 5) },
        y: { min: 12.5, max: 22.5, label: "bill depth (mm)", ticks: range(14, 22, 2) } });
      const layer = layers(svg, width, height);
      const { b, penguin } = inputs;
      // On the boundary length − 2 depth + b = 0.
      const depthAt = (length) => (length + b) / 2;
      const lengthAt = (depth) => 2 * depth - b;
      layer("region", null, (group) => {
        plane.clip(group, "play-boundary-clip");
        const corners = [[lengthAt(12.5), 12.5], [lengthAt(22.5), 22.5], [200, 22.5], [200, 12.5]];
        svgElement(group, "polygon", { class: "play-region", "clip-path": "url(#play-boundary-clip)",
          points: corners.map(([x, y]) => `${plane.X(x)},${plane.Y(y)}`).join(" ") });
      });
      layer("axes", "", (group) => plane.axes(group));
      layer("penguins", "", (group) => {
        all.length.forEach((length, i) => {
          const dot = all.gentoo[i]
            ? svgElement(group, "path", { class: "play-gentoo",
              d: `M${plane.X(length)} ${plane.Y(all.depth[i]) - 4.4}l4.2 7.4h-8.4z` })
            : plane.dot(group, length, all.depth[i], 3.4, "play-adelie");
          dot.addEventListener("click", () => set({ penguin: i + 1 }));
        });
        plane.text(group, 32, 21.6, "○ Adelies");
        plane.text(group, 60.4, 13.1, "▲ Gentoos", { anchor: "end", kind: "play-second" });
      });
      layer("live", null, (group) => {
        plane.line(group, [31, 61], [depthAt(31), depthAt(61)], "play-stroke", "play-boundary-clip");
        const x = outputs.length;
        const y = outputs.depth;
        // The first weight is 1: so z is how many millimetres of length lie between.
        plane.line(group, [x, lengthAt(y)], [y, y], "play-fall", "play-boundary-clip");
        plane.dot(group, x, y, 8, "play-ring");
        plane.text(group, x, y, `z = ${play.shown(outputs.z, 3)}`,
          { dx: x > 53 ? -13 : 13, dy: -9, anchor: x > 53 ? "end" : "start", kind: "play-strong", plate: true });
      });
      const depth = clamp(depthAt(clamp(lengthAt(17.5), 34, 58)), 13.2, 21.8);
      const length = lengthAt(depth);
      layer("sides", null, (group) => {
        if (length > 55.5) return;
        plane.text(group, length, depth, "z > 0", { dx: 16, dy: 16, kind: "play-accent", plate: true });
      });
      handle(svg, "boundary", plane, length, depth,
        (a, d) => set({ b: snap(clamp(2 * d - a, -26, 4), 0.5) }));
    },
  });
})();
