"use strict";
// Draws each chart again, so that it answers to a pointer and fits its place; without this script the pictures stay.
(function () {
  const data = JSON.parse(document.getElementById("payoff-data").textContent);

  function loader(part) {
    const read = function (address) {
      const text = data.tables[part] && data.tables[part][address];
      return text === undefined ? Promise.reject(new Error("no table " + address)) : Promise.resolve(text);
    };
    // Whatever is asked for comes from this page, or not at all.
    return { load: read, http: read, file: read, sanitize: function (address) { return Promise.resolve({ href: address }); } };
  }

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

  function draw(figure) {
    const place = figure.querySelector(".live");
    const chart = data.charts[Number(figure.dataset.chart)];
    figure.classList.add("is-live");
    const width = place.clientWidth;
    return vegaEmbed(place, fitted(chart.specification, width), Object.assign({ loader: loader(chart.part) }, options))
      .then(function () {
        show(figure, place);
        figure.dataset.drawn = "true";
      })
      .catch(function (error) {
        figure.classList.remove("is-live");
        console.error(error);
      });
  }

  const figures = Array.from(document.querySelectorAll("figure[data-chart]"));
  let lastWidth = document.body.clientWidth;
  figures.reduce(function (before, figure) { return before.then(function () { return draw(figure); }); }, Promise.resolve())
    .then(function () { document.body.dataset.drawn = String(figures.length); });
  let timer;
  window.addEventListener("resize", function () {
    if (document.body.clientWidth === lastWidth) { return; }
    clearTimeout(timer);
    timer = setTimeout(function () {
      lastWidth = document.body.clientWidth;
      figures.forEach(draw);
    }, 250);
  });
})();
