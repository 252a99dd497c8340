// Brings the figures of a page to life. It waits until a figure comes near the window, then loads
// the scripts that draw, and nn.js, the book's own C++ compiled to WebAssembly. Until then, and
// whenever something fails, the static figure stays. Classic scripts: modules do not load from the
// file system.
(() => {
  const folder = document.currentScript.src.replace(/[^/]*$/, "");
  const scripts = new Map();
  const definitions = new Map();
  let compiled;

  function script(name) {
    if (!scripts.has(name)) {
      scripts.set(name, new Promise((resolve, reject) => {
        const element = document.createElement("script");
        element.src = folder + name;
        element.onload = resolve;
        element.onerror = () => reject(new Error(`${name} did not load`));
        document.head.append(element);
      }));
    }
    return scripts.get(name);
  }

  /** The compiled C++; evaluate(name, inputs) is what it offers. */
  function library() {
    compiled ??= script("nn.js").then(() => createPlay());
    return compiled;
  }

  /** What the C++ computes from these inputs, by name. */
  async function evaluate(name, inputs) {
    return (await library()).evaluate(name, inputs);
  }

  /** Replaces the static figure; `figure.play` then has its inputs and outputs. */
  function start(figure) {
    figure.playStarted ??= (async () => {
      const name = figure.dataset.figure;
      try {
        await Promise.all([script("plot.js"), script("frame.js"), library()]);
        await script("landscape.js");
        await script(`${name}.js`);
        const definition = definitions.get(name);
        await definition.prepare?.(figure, (await library()).evaluate);
        play.mount(figure, definition, (await library()).evaluate);
        figure.dataset.state = "live";
      } catch (error) {
        figure.dataset.state = "failed";
        figure.querySelector(".play-live")?.remove();
        console.warn(`the figure ${name} stays as it is: ${error.message}`);
      }
    })();
    return figure.playStarted;
  }

  window.play = { evaluate, start, define: (name, definition) => definitions.set(name, definition) };

  document.addEventListener("DOMContentLoaded", () => {
    const watcher = new IntersectionObserver((entries) => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        watcher.unobserve(entry.target);
        start(entry.target);
      }
    }, { rootMargin: "600px 0px" });
    for (const figure of document.querySelectorAll("figure.play")) watcher.observe(figure);
    window.addEventListener("beforeprint", () => play.redraw?.());
  });
})();
