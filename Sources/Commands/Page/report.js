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

  function draw(figure) {
    const place = figure.querySelector(".live");
    const chart = data.charts[Number(figure.dataset.chart)];
    figure.classList.add("is-live");
    const width = place.clientWidth;
    return vegaEmbed(place, payoffCharts.fitted(chart.specification, width), Object.assign({ loader: loader(chart.part) }, payoffCharts.options))
      .then(function () {
        payoffCharts.show(figure, place);
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
