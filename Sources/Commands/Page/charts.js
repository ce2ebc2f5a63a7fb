"use strict";
// How charts are fitted to their place, in reports and on the live page.
const payoffCharts = (function () {
  function fitted(original, width) {
    const spec = JSON.parse(JSON.stringify(original));
    delete spec.title;
    delete spec.$schema;
    const isNarrow = width < 520;
    if (isNarrow) {
      spec.config.legend.columns = 1;
      spec.config.legend.labelLimit = 0;
      spec.config.legend.labelFontSize = 12;
      spec.config.axis.labelLimit = 120;
      spec.config.axis.labelFontSize = 12;
      spec.config.axis.titleFontSize = 12;
      spec.config.padding = 4;
    }
    if (spec.vconcat) {
      spec.vconcat.forEach(function (panel) { panel.width = Math.max(200, width - 110); });
    } else if (spec.concat) {
      spec.columns = width < 470 ? 1 : 2;
      spec.concat.forEach(function (panel) { panel.width = Math.max(160, width / spec.columns - 95); });
    } else if (spec.spec) {
      spec.columns = width < 470 ? 1 : 2;
      spec.spec.width = Math.max(160, width / spec.columns - 95);
    } else if (typeof spec.width === "number") {
      spec.width = "container";
      spec.autosize = { type: "fit-x", contains: "padding" };
    }
    return spec;
  }

  // Below this size letters cannot be read.
  const leastScale = 0.75;

  // Shows all of a chart: what reaches beyond its place makes it smaller, and what would then be too small is moved sideways.
  function show(figure, place) {
    const picture = place.querySelector("svg");
    if (!picture) { return; }
    const frame = picture.getBoundingClientRect();
    let left = 0;
    let right = frame.width;
    picture.querySelectorAll("text").forEach(function (text) {
      const box = text.getBoundingClientRect();
      if (box.width === 0) { return; }
      left = Math.min(left, Math.floor(box.left - frame.left));
      right = Math.max(right, Math.ceil(box.right - frame.left));
    });
    const scale = Math.max(leastScale, Math.min(1, place.clientWidth / (right - left)));
    if (left < 0 || right > frame.width || scale < 1) {
      picture.setAttribute("viewBox", [left, 0, right - left, frame.height].join(" "));
      picture.style.width = scale * (right - left) + "px";
      picture.style.height = scale * frame.height + "px";
    }
    figure.classList.toggle("is-wide", place.scrollWidth > place.clientWidth + 1);
  }

  const options = { mode: "vega-lite", renderer: "svg", actions: false, logLevel: 1, tooltip: { theme: "light" } };

  return { fitted: fitted, show: show, options: options };
})();
