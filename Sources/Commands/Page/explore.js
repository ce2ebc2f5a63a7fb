"use strict";
// Sliders over the grid of a sweep: every figure is one of the grid, or interpolated between its points, axis by axis.
(function () {
  const data = JSON.parse(document.getElementById("payoff-data").textContent);
  const axes = data.axes, words = data.words, chinese = data.language === "zh";
  const svgNames = "http://www.w3.org/2000/svg";
  const measures = data.measures.filter(function (measure) { return !measure.constant || measure.name === data.shown; });
  if (!measures.length) { measures.push(data.measures[0]); }
  const constants = data.measures.filter(function (measure) { return measures.indexOf(measure) < 0; });
  // An input is called by what it means; its name is what is typed.
  axes.forEach(function (axis) { axis.title = axis.meaning || axis.name; });
  const first = measures.find(function (measure) { return measure.name === data.shown; }) || measures[0];
  let shown = first;

  function middle(axis) {
    return axis.numbers ? axis.numbers[Math.floor((axis.numbers.length - 1) / 2)] : 0;
  }
  // By axis: a number, or the place of an option.
  const start = axes.map(middle);
  let place = start.slice();

  // Figures.
  function number(value) {
    const size = Math.abs(value);
    if (chinese && size >= 1e4) {
      return new Intl.NumberFormat("zh-CN", { notation: "compact", maximumSignificantDigits: 4 }).format(value);
    }
    const steps = [[1e12, " tn"], [1e9, " bn"], [1e6, " M"]];
    for (const step of steps) {
      if (size >= step[0]) { return digits(value / step[0], 3) + step[1]; }
    }
    return digits(value, size >= 1000 ? 4 : 3);
  }
  function digits(value, count) {
    return new Intl.NumberFormat("en-US", { maximumSignificantDigits: count }).format(value).replace("-", "−");
  }
  // A rate a year as a percentage, whose unit stands in the title.
  function written(value, measure) { return measure.percent ? percent(value) : number(value); }
  function amount(value, measure) {
    return value === null ? words.none : written(value, measure) + (measure.unit ? " " + measure.unit : "");
  }
  function percent(share) { return digits(100 * share, 3) + " %"; }
  function filled(text, values) {
    return text.replace(/\{(\d)\}/g, function (_, index) { return values[Number(index)]; });
  }

  // The points about a place, and their weights.
  function corners(at) {
    let found = [[0, 1]];
    axes.forEach(function (axis, index) {
      const count = axis.labels.length;
      let low = at[index], share = 0;
      if (axis.numbers) {
        low = 0;
        while (low < count - 2 && axis.numbers[low + 1] <= at[index]) { low += 1; }
        share = count > 1 ? (at[index] - axis.numbers[low]) / (axis.numbers[low + 1] - axis.numbers[low]) : 0;
      }
      const next = [];
      found.forEach(function (corner) {
        if (share < 1) { next.push([corner[0] * count + low, corner[1] * (1 - share)]); }
        if (share > 0) { next.push([corner[0] * count + low + 1, corner[1] * share]); }
      });
      found = next;
    });
    return found;
  }
  // Null where a point that counts has no value.
  function value(measure, statistic, at) {
    const values = measure.values[statistic];
    return corners(at).reduce(function (sum, corner) {
      const one = values[corner[0]];
      return sum === null || one === null ? null : sum + corner[1] * one;
    }, 0);
  }
  function range(measure, statistics) {
    let low = Infinity, high = -Infinity;
    statistics.forEach(function (statistic) {
      measure.values[statistic].forEach(function (one) {
        if (one !== null) { low = Math.min(low, one); high = Math.max(high, one); }
      });
    });
    if (!(low <= high)) { return null; }
    if (low === high) { low -= Math.abs(low) / 10 || 1; high += Math.abs(high) / 10 || 1; }
    return [low, high];
  }

  // Elements.
  function element(name, text, attributes) {
    const made = document.createElement(name);
    if (text !== undefined && text !== null) { made.textContent = text; }
    Object.keys(attributes || {}).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    return made;
  }
  function drawn(parent, name, attributes, text) {
    const made = document.createElementNS(svgNames, name);
    Object.keys(attributes).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    if (text !== undefined) { made.textContent = text; }
    parent.appendChild(made);
    return made;
  }
  function picture(width, height, label) {
    const made = document.createElementNS(svgNames, "svg");
    made.setAttribute("viewBox", "0 0 " + width + " " + height);
    made.setAttribute("role", "img");
    made.setAttribute("aria-label", label);
    return made;
  }

  const controls = axes.map(function (axis, index) {
    const group = element("fieldset");
    const legend = element("legend", axis.title + (axis.unit ? " (" + axis.unit + ")" : ""));
    if (axis.meaning) { legend.appendChild(element("span", axis.name)); }
    group.appendChild(legend);
    let show;
    if (axis.numbers) {
      const low = axis.numbers[0], high = axis.numbers[axis.numbers.length - 1];
      const slider = element("input", null, { type: "range", min: low, max: high, step: "any", "aria-label": axis.title, list: "ticks-" + index });
      const box = element("input", null, { type: "number", min: low, max: high, step: "any", "aria-label": axis.title });
      const ticks = element("datalist", null, { id: "ticks-" + index });
      axis.numbers.forEach(function (one) { ticks.appendChild(element("option", null, { value: one })); });
      const ends = element("div", null, { "class": "ends" });
      ends.appendChild(element("span", number(low)));
      ends.appendChild(element("span", number(high)));
      [box, slider, ticks, ends].forEach(function (part) { group.appendChild(part); });
      slider.addEventListener("input", function () { move(index, Number(slider.value)); });
      box.addEventListener("change", function () {
        const typed = Number(box.value);
        move(index, box.value === "" || !isFinite(typed) ? place[index] : Math.min(Math.max(typed, low), high));
      });
      show = function () {
        slider.value = place[index];
        box.value = Number(place[index].toPrecision(12));
      };
    } else {
      const options = axis.labels.map(function (label, option) {
        const line = element("label", null, { "class": "option" });
        const button = element("input", null, { type: "radio", name: "axis-" + index });
        button.addEventListener("change", function () { move(index, option); });
        line.appendChild(button);
        line.appendChild(document.createTextNode(" " + label));
        group.appendChild(line);
        return button;
      });
      show = function () { options.forEach(function (button, option) { button.checked = option === place[index]; }); };
    }
    document.getElementById("inputs").appendChild(group);
    return show;
  });

  const selection = document.getElementById("measure");
  measures.forEach(function (measure) {
    selection.appendChild(element("option", measure.title, { value: measure.name }));
  });
  selection.addEventListener("change", function () {
    shown = measures.find(function (measure) { return measure.name === selection.value; });
    update();
  });
  document.getElementById("start").addEventListener("click", function () {
    place = start.slice();
    update();
  });
  document.getElementById("inputs").addEventListener("submit", function (event) { event.preventDefault(); });

  function move(index, to) {
    place[index] = to;
    update();
  }

  // The distribution at a place, with that of the start behind it.
  function strip() {
    const statistics = ["p05", "p10", "p25", "p50", "p75", "p90", "p95"];
    const ends = range(shown, statistics);
    if (!ends) { return element("p", words.absent); }
    const width = 640, label = shown.title;
    const made = picture(width, 96, label);
    const left = 110, right = width - 20;
    function x(one) { return left + (right - left) * (one - ends[0]) / (ends[1] - ends[0]); }
    function bar(at, y, colour, opacity) {
      [["p05", "p95", 2], ["p10", "p90", 8], ["p25", "p75", 16]].forEach(function (pair) {
        const low = value(shown, pair[0], at), high = value(shown, pair[1], at);
        if (low === null || high === null) { return; }
        drawn(made, "rect", { x: x(low), y: y - pair[2] / 2, width: Math.max(x(high) - x(low), 1), height: pair[2], fill: colour, opacity: opacity });
      });
      const median = value(shown, "p50", at);
      if (median !== null) { drawn(made, "rect", { x: x(median) - 1.5, y: y - 12, width: 3, height: 24, fill: "#111827", opacity: Math.min(1, 2 * opacity) }); }
    }
    if (ends[0] < 0 && ends[1] > 0) {
      drawn(made, "line", { x1: x(0), x2: x(0), y1: 4, y2: 74, stroke: "#6b7280", "stroke-dasharray": "3 3" });
      if (x(0) > left + 80 && x(0) < right - 80) { drawn(made, "text", { x: x(0), y: 92, "text-anchor": "middle" }, "0"); }
    }
    bar(start, 58, "#6b7280", 0.3);
    drawn(made, "text", { x: 0, y: 62 }, words.start);
    bar(place, 24, "#0072B2", 0.45);
    drawn(made, "text", { x: 0, y: 28 }, words.now);
    drawn(made, "text", { x: left, y: 92 }, written(ends[0], shown));
    drawn(made, "text", { x: right, y: 92, "text-anchor": "end" }, written(ends[1], shown));
    return made;
  }

  // The median and eight futures in ten along an input.
  function profile(index) {
    const axis = axes[index], ends = range(shown, ["p10", "p50", "p90"]);
    const figure = element("figure");
    figure.appendChild(element("figcaption", axis.title + (axis.unit ? " (" + axis.unit + ")" : "")));
    if (!ends) { return figure; }
    const width = 320, height = 180, low = axis.numbers[0], high = axis.numbers[axis.numbers.length - 1];
    const ways = axis.numbers.map(function (one) {
      const at = place.slice();
      at[index] = one;
      return number(one) + ": " + amount(value(shown, "p50", at), shown);
    });
    const made = picture(width, height, shown.title + ", " + words.median + ". " + axis.title + " " + ways.join("; "));
    function x(one) { return 8 + (width - 16) * (high > low ? (one - low) / (high - low) : 0.5); }
    function y(one) { return 10 + (height - 40) * (ends[1] - one) / (ends[1] - ends[0]); }
    function along(statistic) {
      return axis.numbers.map(function (one) {
        const at = place.slice();
        at[index] = one;
        return [one, value(shown, statistic, at)];
      });
    }
    const lower = along("p10"), upper = along("p90"), median = along("p50");
    for (let part = 0; part + 1 < lower.length; part += 1) {
      const points = [lower[part], lower[part + 1], upper[part + 1], upper[part]];
      if (points.every(function (point) { return point[1] !== null; })) {
        drawn(made, "polygon", { points: points.map(function (point) { return x(point[0]) + "," + y(point[1]); }).join(" "), fill: "#0072B2", opacity: 0.2 });
      }
      if (median[part][1] !== null && median[part + 1][1] !== null) {
        drawn(made, "line", { x1: x(median[part][0]), y1: y(median[part][1]), x2: x(median[part + 1][0]), y2: y(median[part + 1][1]), stroke: "#0072B2", "stroke-width": 2.5 });
      }
    }
    median.forEach(function (point) {
      if (point[1] !== null) { drawn(made, "circle", { cx: x(point[0]), cy: y(point[1]), r: 3, fill: "#0072B2" }); }
    });
    if (ends[0] < 0 && ends[1] > 0) {
      drawn(made, "line", { x1: 8, x2: width - 8, y1: y(0), y2: y(0), stroke: "#6b7280", "stroke-dasharray": "3 3" });
    }
    drawn(made, "line", { x1: x(place[index]), x2: x(place[index]), y1: 6, y2: height - 26, stroke: "#B34700", "stroke-width": 1.5 });
    drawn(made, "text", { x: 8, y: height - 8 }, number(low));
    drawn(made, "text", { x: width - 8, y: height - 8, "text-anchor": "end" }, number(high));
    drawn(made, "text", { x: 8, y: 20 }, written(ends[1], shown));
    drawn(made, "text", { x: 8, y: height - 30 }, written(ends[0], shown));
    figure.appendChild(made);
    return figure;
  }

  function here() {
    const box = document.getElementById("here");
    box.replaceChildren();
    const median = value(shown, "p50", place), low = value(shown, "p10", place), high = value(shown, "p90", place);
    const line = document.getElementById("median");
    line.dataset.value = median === null ? "" : median;
    line.textContent = median === null ? words.median + ": " + words.absent : words.median + " " + amount(median, shown);
    const parts = [];
    if (low !== null && high !== null) { parts.push(words.eight + ": " + filled(words.from, [written(low, shown), amount(high, shown)])); }
    const mean = value(shown, "mean", place);
    if (mean !== null) {
      const interval = [value(shown, "ci95_low", place), value(shown, "ci95_high", place)];
      parts.push(words.mean + " " + amount(mean, shown)
        + (interval[0] !== null && interval[1] !== null ? " (" + words.interval + " " + filled(words.from, interval.map(function (end) { return written(end, shown); })) + ")" : ""));
    }
    const above = value(shown, "above_zero", place), without = value(shown, "without", place);
    const signs = shown.values.p05.some(function (one) { return one !== null && one < 0; });
    if (above !== null && signs) { parts.push(words.above + " " + percent(above)); }
    if (without) { parts.push(words.without + " " + percent(without)); }
    box.appendChild(element("p", parts.join("; ")));
    const isPoint = corners(place).length === 1;
    box.appendChild(element("p", isPoint ? words.computed : words.between, { "class": "note", id: "kind", "data-computed": isPoint }));
    box.appendChild(strip());
  }

  // Some measures at the place.
  function figures(some) {
    const table = element("table"), head = element("tr"), body = element("tbody"), top = element("thead");
    [words.measure, "P10", "P50", "P90", words.mean].forEach(function (text, column) {
      head.appendChild(element("th", text, { scope: "col", "class": column ? "number" : "" }));
    });
    top.appendChild(head);
    some.forEach(function (measure) {
      const row = element("tr");
      row.appendChild(element("td", measure.title + (measure.unit ? " (" + measure.unit + ")" : "")));
      ["p10", "p50", "p90", "mean"].forEach(function (statistic) {
        const one = value(measure, statistic, place);
        row.appendChild(element("td", one === null ? words.none : written(one, measure), { "class": "number" }));
      });
      body.appendChild(row);
    });
    table.appendChild(top);
    table.appendChild(body);
    return table;
  }

  function update() {
    controls.forEach(function (show) { show(); });
    selection.value = shown.name;
    here();
    const along = document.getElementById("along");
    along.className = "profiles";
    along.replaceChildren.apply(along, axes.map(function (axis, index) { return index; })
      .filter(function (index) { return axes[index].numbers && axes[index].numbers.length > 1; }).map(profile));
    const error = shown.error;
    const two = axes.filter(function (axis) { return axis.numbers && axis.numbers.length === 2; });
    document.getElementById("accuracy").textContent =
      (error ? filled(words.error, [amount(error.largest, shown), amount(error.typical, shown), error.count]) : words.noError)
      + two.map(function (axis) { return " " + filled(words.twoValues, [axis.title]); }).join("");
    document.getElementById("all").replaceChildren(figures(measures));
    const parts = axes.map(function (axis, index) {
      return encodeURIComponent(axis.name) + "=" + encodeURIComponent(axis.numbers ? String(place[index]) : axis.options[place[index]]);
    });
    if (shown !== first) { parts.push("measure=" + encodeURIComponent(shown.name)); }
    // A browser may allow only so many in a while, and a frame none.
    try { history.replaceState(null, "", "#" + parts.join("&")); } catch (error) { console.debug(error); }
    document.body.dataset.ready = "true";
  }

  function decoded(text) {
    try { return decodeURIComponent(text); } catch (error) { return text; }
  }

  // A link has the values that it was made with.
  function read() {
    place = start.slice();
    shown = first;
    location.hash.slice(1).split("&").forEach(function (part) {
      const sign = part.indexOf("=");
      if (sign < 0) { return; }
      const name = decoded(part.slice(0, sign)), text = decoded(part.slice(sign + 1));
      const found = measures.find(function (measure) { return measure.name === text; });
      if (name === "measure" && found) { shown = found; }
      axes.forEach(function (axis, index) {
        if (axis.name !== name) { return; }
        if (axis.numbers) {
          const one = Number(text);
          if (text !== "" && isFinite(one)) { place[index] = Math.min(Math.max(one, axis.numbers[0]), axis.numbers[axis.numbers.length - 1]); }
        } else if (axis.options.indexOf(text) >= 0) {
          place[index] = axis.options.indexOf(text);
        }
      });
    });
  }
  read();
  document.getElementById("constants").hidden = constants.length === 0;
  document.getElementById("same").replaceChildren(figures(constants));
  window.addEventListener("hashchange", function () { read(); update(); });
  update();
})();
