"use strict";
// The live page: what its inputs are set to is sent to the server, and what the server sends back is drawn.
(function () {
  const words = JSON.parse(document.getElementById("words").textContent);
  const language = document.body.dataset.language;
  const client = Math.random().toString(36).slice(2);

  function byId(id) { return document.getElementById(id); }

  // An element with attributes and what is in it.
  function element(tag, attributes, children) {
    const made = document.createElement(tag);
    Object.entries(attributes || {}).forEach(function ([name, value]) {
      if (name === "text") { made.textContent = value; } else if (value !== false && value !== null) { made.setAttribute(name, value); }
    });
    (children || []).forEach(function (child) { made.append(child); });
    return made;
  }

  function filled(text, values) {
    return text.replace(/\{(\w+)\}/g, function (whole, name) { return name in values ? values[name] : whole; });
  }

  // ---- What the view is set to ----

  // The case, and texts by name, as --case and --set take them. The base case is what the server began with.
  let base = { case: "base", set: {} };
  let view = { case: "base", set: {} };
  const past = [];
  const future = [];

  function copy(state) { return { case: state.case, set: Object.assign({}, state.set) }; }
  function text(state) { return JSON.stringify([state.case, Object.entries(state.set).sort()]); }

  function assignments(list) {
    const set = {};
    list.forEach(function (assignment) {
      const sign = assignment.indexOf("=");
      set[assignment.slice(0, sign)] = assignment.slice(sign + 1);
    });
    return set;
  }

  // The part of an address that says what a view is set to.
  function query(state) {
    const parts = Object.entries(state.set).map(function ([name, value]) {
      return "set=" + encodeURIComponent(name + "=" + value);
    });
    if (state.case !== "base") { parts.push("case=" + encodeURIComponent(state.case)); }
    return parts.join("&");
  }

  function fromAddress() {
    const given = new URLSearchParams(location.hash.slice(1));
    if (!given.has("set") && !given.has("case") && !given.has("view")) { return copy(base); }
    return { case: given.get("case") || "base", set: assignments(given.getAll("set")) };
  }

  function setAddress() {
    const now = query(view);
    history.replaceState(null, "", now === query(base) ? location.pathname + location.search : "#view&" + now);
    const other = byId("other-language");
    other.href = "?language=" + other.hreflang + location.hash;
  }

  // The value of an input, a choice or a setting in this view; null where nothing sets it.
  function setting(name) { return name in view.set ? view.set[name] : null; }

  // Changes the view; a step that is finished can be undone.
  let before = null;
  function change(body, isFinished) {
    before = before || copy(view);
    body(view);
    if (isFinished) {
      if (text(before) !== text(view)) {
        past.push(before);
        future.length = 0;
      }
      before = null;
      setAddress();
    }
    showState();
    compute();
  }

  function go(from, to) {
    if (from.length === 0) { return; }
    to.push(copy(view));
    view = from.pop();
    before = null;
    setAddress();
    showState();
    compute();
  }

  function show(state) { change(function () { view = copy(state); }, true); }

  // ---- Inputs ----

  const controls = {};

  // Numbers as a person would write them: as many digits as the range of the slider needs.
  function rounded(value, input) {
    const width = input.isLogarithmic ? Math.abs(value) : input.high - input.low;
    if (value === 0 || !(width > 0)) { return String(value); }
    const digits = Math.max(0, 2 - Math.floor(Math.log10(width)));
    return digits > 12 ? String(Number(value.toPrecision(3))) : String(Number(value.toFixed(Math.min(digits, 20))));
  }

  const steps = 1000;
  function position(value, input) {
    const share = input.isLogarithmic
      ? Math.log(Math.min(Math.max(value, input.low), input.high) / input.low) / Math.log(input.high / input.low)
      : (value - input.low) / (input.high - input.low);
    return Math.round(steps * Math.min(Math.max(share, 0), 1));
  }
  function valueAt(place, input) {
    const share = place / steps;
    if (place === 0) { return input.low; }
    if (place === steps) { return input.high; }
    return input.isLogarithmic ? input.low * Math.pow(input.high / input.low, share) : input.low + share * (input.high - input.low);
  }

  function inputControl(input) {
    const id = "input-" + input.name;
    const slider = element("input", { type: "range", min: 0, max: steps, step: 1, id: id, "aria-describedby": id + "-source" });
    const number = element("input", { type: "text", inputmode: "text", autocomplete: "off", spellcheck: "false", id: id + "-value", "aria-label": input.meaning + ", " + words.value });
    const distribution = element("input", { type: "text", class: "distribution", autocomplete: "off", spellcheck: "false", "aria-label": input.meaning + ", " + words.distribution });
    const reset = element("button", { type: "button", text: words.resetOne, "aria-label": filled(words.resetOneOf, { name: input.meaning }), hidden: "" });
    const wrong = element("p", { class: "wrong", id: id + "-wrong", hidden: "" });
    const share = input.share === null ? "" : " · " + filled(words.share, { share: Math.round(100 * input.share) + " %" });
    const box = element("div", { class: "input", "data-name": input.name }, [
      element("label", { for: id }, [element("span", { class: "meaning", text: input.meaning }), " ", element("code", { text: input.name }), input.unit ? element("span", { class: "unit", text: " " + input.unit }) : ""]),
      element("div", { class: "row" }, [slider, number]),
      element("div", { class: "row of-text" }, [distribution, reset]),
      wrong,
      element("p", { class: "source", id: id + "-source", text: input.source + share }),
    ]);
    function set(value, isFinished) {
      change(function (state) {
        if (value === null || value.trim() === "") {
          if (input.name in base.set) { state.set[input.name] = base.set[input.name]; } else { delete state.set[input.name]; }
        } else { state.set[input.name] = value.trim(); }
      }, isFinished);
    }
    slider.addEventListener("input", function () { set(rounded(valueAt(Number(slider.value), input), input), false); });
    slider.addEventListener("change", function () { set(rounded(valueAt(Number(slider.value), input), input), true); });
    [number, distribution].forEach(function (field) {
      field.addEventListener("change", function () { set(field.value, true); });
    });
    reset.addEventListener("click", function () { set(null, true); slider.focus(); });

    // What it is now: as it was set, or as the server has read it.
    let known = { distribution: input.distribution, median: input.median };
    function update(read) {
      if (read) { known = read; }
      const value = setting(input.name);
      const isSet = value !== (input.name in base.set ? base.set[input.name] : null);
      const plain = value !== null && value !== "" && Number.isFinite(Number(value)) ? Number(value) : null;
      // Until the server has read it, what nothing sets is as declared; a case may set it.
      const current = read || value !== null || view.case !== "base" ? known : input;
      const median = plain !== null ? plain : current.median;
      if (document.activeElement !== slider || plain === null) { slider.value = position(median, input); }
      if (document.activeElement !== number || plain !== null) { number.value = plain !== null ? value : rounded(median, input); }
      if (document.activeElement !== distribution) { distribution.value = value !== null ? value : current.distribution; }
      slider.setAttribute("aria-valuetext", number.value + (input.unit ? " " + input.unit : "") + (plain === null ? ", " + words.median : ""));
      box.classList.toggle("is-set", isSet);
      reset.hidden = !isSet;
    }
    function complain(message) {
      wrong.hidden = message === null;
      wrong.textContent = message || "";
      box.classList.toggle("is-wrong", message !== null);
      [number, distribution].forEach(function (field) {
        if (message === null) { field.removeAttribute("aria-invalid"); } else { field.setAttribute("aria-invalid", "true"); }
      });
    }
    controls[input.name] = { update: update, complain: complain };
    return box;
  }

  // One of several options, as buttons that the arrow keys move between.
  function optionControl(name, meaning, options, current, choose) {
    const buttons = options.map(function (option) {
      const radio = element("input", { type: "radio", name: "option-" + name, value: option.name });
      radio.addEventListener("change", function () { choose(option.name); });
      return element("label", { title: [option.title && option.title !== option.name ? option.name : "", option.meaning || ""].filter(Boolean).join(": ") }, [radio, option.title || option.name]);
    });
    const box = element("fieldset", { "data-name": name }, [element("legend", { text: meaning }), element("div", { class: "options" }, buttons)]);
    controls[name] = {
      update: function () {
        box.querySelectorAll("input").forEach(function (radio) { radio.checked = radio.value === current(); });
      },
      complain: function () {},
    };
    return box;
  }

  function settingControl(one) {
    const field = one.options.length > 0
      ? element("select", { id: "setting-" + one.name }, one.options.map(function (option) { return element("option", { value: option, text: option }); }))
      : element("input", { type: "text", id: "setting-" + one.name, autocomplete: "off" });
    const wrong = element("p", { class: "wrong", hidden: "" });
    const box = element("div", { class: "input", "data-name": one.name }, [
      element("label", { for: "setting-" + one.name }, [element("span", { class: "meaning", text: one.meaning }), " ", element("code", { text: one.name })]), field, wrong]);
    field.addEventListener("change", function () {
      change(function (state) {
        if (field.value.trim() === "" || field.value.trim() === one.value) { delete state.set[one.name]; } else { state.set[one.name] = field.value.trim(); }
      }, true);
    });
    controls[one.name] = {
      update: function () {
        if (document.activeElement !== field) { field.value = setting(one.name) === null ? one.value : setting(one.name); }
        box.classList.toggle("is-set", setting(one.name) !== (base.set[one.name] === undefined ? null : base.set[one.name]));
      },
      complain: function (message) {
        wrong.hidden = message === null;
        wrong.textContent = message || "";
      },
    };
    return box;
  }

  function build(model) {
    const place = byId("controls");
    if (model.cases.length > 0) {
      const cases = [{ name: "base", title: words.base }].concat(model.cases.filter(function (one) { return one.name !== "base"; }));
      place.append(optionControl("case", words.case, cases, function () { return view.case; }, function (name) {
        change(function (state) { state.case = name; }, true);
      }));
    }
    model.choices.forEach(function (choice) {
      place.append(optionControl(choice.name, choice.meaning, choice.options, function () {
        return setting(choice.name) === null ? chosen[choice.name] || choice.selected : setting(choice.name);
      }, function (name) {
        change(function (state) {
          if (name === choice.selected && state.case === base.case && !(choice.name in base.set)) { delete state.set[choice.name]; } else { state.set[choice.name] = name; }
        }, true);
      }));
    });
    document.querySelector("button[data-pane=decision]").closest(".tool").hidden = model.choices.length === 0;
    model.choices.forEach(function (choice) {
      byId("decision-choice").append(element("option", { value: choice.name, text: choice.meaning }));
    });
    [byId("decision-choice"), document.querySelector("label[for=decision-choice]")].forEach(function (part) {
      part.hidden = model.choices.length < 2;
    });
    model.groups.forEach(function (group) {
      group.inputs.forEach(function (input) {
        byId("break-even-input").append(element("option", { value: input.name, text: input.meaning, "data-low": input.low, "data-high": input.high }));
      });
    });
    model.groups.forEach(function (group) {
      place.append(element("h3", { text: group.title }));
      group.inputs.forEach(function (input) { place.append(inputControl(input)); });
    });
    if (model.settings.length > 0) {
      place.append(element("h3", { text: words.settings }));
      model.settings.forEach(function (one) { place.append(settingControl(one)); });
    }
  }

  // The options that the case of this view takes, as the server has told.
  let chosen = {};

  function showState(read) {
    Object.entries(controls).forEach(function ([name, control]) { control.update(read && read[name]); });
    byId("undo").disabled = past.length === 0;
    byId("redo").disabled = future.length === 0;
    byId("reset").disabled = text(view) === text(base);
  }

  // ---- Computing ----

  let source = null;
  // Whether the last move still waits for its first picture: the moves until then are joined into one.
  let isWaiting = false;
  let isPending = false;
  let requested = null;
  // Pictures are drawn one after the other, so that the latest is the one that stays.
  let drawing = Promise.resolve();

  function compute() {
    const wanted = text(view);
    if (isWaiting) {
      isPending = wanted !== requested;
      return;
    }
    if (wanted === requested && document.body.dataset.state !== "problem") { return; }
    if (source) { source.close(); }
    requested = wanted;
    isWaiting = true;
    isPending = false;
    const began = performance.now();
    let isFirst = true;
    document.body.dataset.state = "computing";
    // What is shown is of the view before until there is a picture of this one.
    setBusy(true);
    if (latest) {
      byId("bar").hidden = false;
      byId("bar").removeAttribute("value");
      byId("status").textContent = words.computing;
    }
    const address = "compute?client=" + client + "&language=" + language + "&" + query(view);
    const events = new EventSource(address);
    source = events;
    function isOld() { return source !== events; }
    function answered() {
      isWaiting = false;
      if (isPending) { compute(); }
    }
    events.addEventListener("progress", function (event) {
      if (!isOld()) { showProgress(JSON.parse(event.data)); }
    });
    events.addEventListener("picture", function (event) {
      if (isOld()) { return; }
      const picture = JSON.parse(event.data);
      drawing = drawing.then(function () { return isOld() ? null : draw(picture, function () { setBusy(false); }); }).then(function () {
        if (isOld() || !isFirst) { return; }
        isFirst = false;
        document.body.dataset.milliseconds = String(Math.round(performance.now() - began));
        answered();
      });
    });
    events.addEventListener("problem", function (event) {
      events.close();
      if (isOld()) { return; }
      showProblem(JSON.parse(event.data));
      answered();
    });
    events.addEventListener("done", function () { events.close(); });
    events.onerror = function () {
      events.close();
      if (isOld()) { return; }
      isWaiting = false;
      showProblem({ text: words.gone, input: null });
    };
  }

  // Whether the results are not yet those of this view, for a screen reader.
  function setBusy(isBusy) {
    if (isBusy) { byId("results").setAttribute("aria-busy", "true"); } else { byId("results").removeAttribute("aria-busy"); }
  }

  function showProgress(progress) {
    byId("bar").value = progress.replications / progress.of;
    byId("status").textContent = filled(words.progress, { n: progress.replications, of: progress.of });
  }

  function showProblem(problem) {
    document.body.dataset.state = "problem";
    setBusy(false);
    byId("bar").hidden = true;
    byId("status").textContent = "";
    const box = byId("problem");
    Object.entries(controls).forEach(function ([name, control]) { control.complain(name === problem.input ? problem.text : null); });
    box.hidden = false;
    box.textContent = problem.text === words.gone ? problem.text : words.wrong + problem.text;
    document.querySelectorAll("figure").forEach(function (figure) { figure.classList.add("is-stale"); });
  }

  // ---- Drawing ----

  const drawn = {};

  // The data of a chart by their addresses in a run directory, as Vega finds them by name.
  function bound(node, data, names) {
    if (Array.isArray(node)) { return node.map(function (one) { return bound(one, data, names); }); }
    if (node === null || typeof node !== "object") { return node; }
    const made = {};
    Object.entries(node).forEach(function ([name, value]) { made[name] = bound(value, data, names); });
    if (node.data && node.data.url) {
      names.add(node.data.url);
      made.data = { name: node.data.url };
    }
    return made;
  }

  function figureOf(chart, isLead) {
    let figure = document.querySelector('figure[data-chart="' + chart.name + '"]');
    if (!figure) {
      figure = element("figure", { "data-chart": chart.name }, [element("figcaption"), element("div", { class: "live" })]);
      byId(isLead ? "lead-chart" : "charts").append(figure);
    }
    figure.classList.remove("is-stale");
    const caption = figure.querySelector("figcaption");
    caption.textContent = chart.title;
    caption.append(element("span", { text: chart.caption }));
    return figure;
  }

  function drawChart(chart, data, isLead) {
    const figure = figureOf(chart, isLead);
    const place = figure.querySelector(".live");
    const names = new Set();
    const specification = bound(chart.specification, data, names);
    // The caption has words of the data; it stands above the picture.
    delete specification.description;
    const shape = JSON.stringify(specification) + place.clientWidth;
    const last = drawn[chart.name];
    if (last && last.shape === shape) {
      // Only the data are others.
      names.forEach(function (name) {
        last.view.data(name, data[name] || []);
      });
      return last.view.runAsync();
    }
    place.style.minHeight = place.offsetHeight + "px";
    const fitted = payoffCharts.fitted(specification, place.clientWidth);
    if (isLead) { fitted.height = 300; }
    if (isLead && window.innerWidth <= 820) {
      fitted.height = 150;
      (fitted.layer || []).forEach(function (layer) {
        if (layer.encoding && layer.encoding.color) { layer.encoding.color.legend = null; }
      });
    }
    fitted.datasets = {};
    names.forEach(function (name) { fitted.datasets[name] = data[name] || []; });
    return vegaEmbed(place, fitted, payoffCharts.options).then(function (result) {
      if (last) { last.finalize(); }
      drawn[chart.name] = { shape: shape, view: result.view, finalize: function () { result.finalize(); } };
      payoffCharts.show(figure, place);
      place.style.minHeight = "";
      place.payoffView = result.view;
      place.querySelectorAll("svg").forEach(function (picture) { picture.setAttribute("aria-label", chart.title); });
    });
  }

  let latest = null;

  // Draws a picture; shown is called when it is there.
  function draw(picture, shown) {
    latest = picture;
    byId("problem").hidden = true;
    Object.values(controls).forEach(function (control) { control.complain(null); });
    chosen = picture.choices || {};
    showState(picture.inputs);
    byId("figures").replaceChildren.apply(byId("figures"), picture.figures.map(function (figure) {
      return element("div", { "data-figure": figure.name, "data-p50": figure.p50, "data-mean": figure.mean }, [
        element("div", { class: "title", text: figure.title }), element("div", { class: "figure", text: figure.text }), element("div", { class: "range", text: figure.range })]);
    }));
    byId("change").textContent = picture.change || words.isBase;
    byId("doubts").hidden = picture.doubts.length === 0;
    byId("doubts").textContent = picture.doubts.join("\n");
    byId("answer").replaceChildren.apply(byId("answer"), picture.answer.map(function (sentence) { return element("p", { text: sentence }); }));
    byId("command").textContent = picture.command;
    byId("ghost").hidden = text(view) === text(base);
    const isLast = picture.replications >= picture.of && picture.isWhole;
    byId("bar").hidden = isLast;
    showProgress(picture);
    if (isLast) { byId("status").textContent = filled(words.finished, { n: picture.replications }); }
    return Promise.all(picture.charts.map(function (chart, place) { return drawChart(chart, picture.data, place === 0); }))
      .then(function () {
        if (shown) { shown(); }
        document.body.dataset.replications = String(picture.replications);
        document.body.dataset.command = picture.command;
        if (isLast) {
          document.body.dataset.state = "done";
          byId("announcement").textContent = picture.change || picture.answer.join(" ");
        }
      })
      .catch(function (error) {
        if (shown) { shown(); }
        console.error(error);
      });
  }

  let timer;
  let lastWidth = window.innerWidth;
  window.addEventListener("resize", function () {
    if (window.innerWidth === lastWidth) { return; }
    showWidth();
    clearTimeout(timer);
    timer = setTimeout(function () {
      lastWidth = window.innerWidth;
      if (latest) { draw(latest); }
    }, 200);
  });

  // ---- Scenarios ----

  const marked = new Set();

  function showScenarios(list) {
    const place = byId("saved");
    if (list.length === 0) { place.replaceChildren(element("li", { text: words.noScenarios })); }
    else {
      place.replaceChildren.apply(place, list.map(function (scenario) {
        const mark = element("input", { type: "checkbox", "aria-label": filled(words.mark, { name: scenario.name }) });
        mark.checked = marked.has(scenario.name);
        mark.addEventListener("change", function () {
          if (mark.checked) { marked.add(scenario.name); } else { marked.delete(scenario.name); }
          byId("compare").disabled = marked.size === 0;
        });
        const state = { case: scenario.case, set: assignments(scenario.set) };
        const load = element("button", { type: "button", text: words.load, "aria-label": words.load + ": " + scenario.name });
        const remove = element("button", { type: "button", text: words.remove, "aria-label": words.remove + ": " + scenario.name });
        load.addEventListener("click", function () { show(state); });
        remove.addEventListener("click", function () {
          marked.delete(scenario.name);
          fetch("scenarios?name=" + encodeURIComponent(scenario.name), { method: "DELETE" }).then(received);
        });
        return element("li", {}, [mark, element("span", { class: "name", text: scenario.name, title: query(state) }), load, remove]);
      }));
    }
  }

  function received(answer) {
    if (answer.ok) { return answer.json().then(showScenarios); }
    return answer.text().then(function (message) { showProblem({ text: message, input: null }); });
  }

  byId("save").addEventListener("submit", function (event) {
    event.preventDefault();
    const name = byId("scenario-name").value;
    fetch("scenarios?name=" + encodeURIComponent(name) + "&" + query(view), { method: "POST" }).then(function (answer) {
      if (answer.ok) { byId("announcement").textContent = filled(words.saved, { name: name }); }
      return received(answer);
    });
  });

  // Listens to a work of the server that comes in parts, until it has ended.
  function listen(address, events, fail) {
    const source = new EventSource(address);
    Object.entries(events).forEach(function ([name, take]) {
      source.addEventListener(name, function (event) { take(JSON.parse(event.data), source); });
    });
    source.addEventListener("problem", function (event) {
      source.close();
      fail(JSON.parse(event.data).text);
    });
    source.addEventListener("done", function () { source.close(); });
    source.onerror = function () {
      source.close();
      fail(words.gone);
    };
    return source;
  }

  // Whether the comparison reaches beyond its frame, so that it has to be moved sideways.
  function showWidth() {
    const frame = document.querySelector("#comparison .table");
    if (frame) { byId("comparison").classList.toggle("is-wide", frame.scrollWidth > frame.clientWidth + 1); }
  }

  let comparing = null;
  byId("compare").addEventListener("click", function () {
    if (comparing) { comparing.close(); }
    const place = byId("comparison");
    place.textContent = filled(words.working, { command: "compare" });
    const names = Array.from(marked).map(function (name) { return "scenario=" + encodeURIComponent(name); });
    comparing = listen("comparison?language=" + language + "&" + names.join("&"), {
      comparison: function (table) {
        function cells(tag, row) {
          return row.map(function (cell, number) { return element(tag, { class: number > 0 ? "number" : false, text: cell }); });
        }
        const frame = element("div", { class: "table", tabindex: 0, "aria-label": table.caption }, [element("table", {}, [
          element("caption", { text: table.caption }),
          element("thead", {}, [element("tr", {}, cells("th", table.headings))]),
          element("tbody", {}, table.rows.map(function (row) { return element("tr", {}, cells("td", row)); }))])]);
        place.replaceChildren(element("p", { class: "hint", text: words.wide }), frame);
        showWidth();
        place.dataset.rows = String(table.rows.length);
      },
    }, function (message) { place.textContent = message; });
  });

  // ---- On demand: what other commands find about this view ----

  const listening = {};
  // The command that each pane runs.
  const commands = { tornado: "sensitivity", decision: "decide", "break-even": "seek" };

  function openPane(kind, extra, title) {
    if (listening[kind]) { listening[kind].close(); }
    let pane = document.querySelector('section[data-pane="' + kind + '"]');
    if (pane) { pane.remove(); }
    const close = element("button", { type: "button", text: words.close });
    const content = element("div", { text: filled(words.working, { command: commands[kind] }) });
    pane = element("section", { class: "pane", "data-pane": kind, "aria-label": title }, [close, element("h2", { text: title }), content]);
    close.addEventListener("click", function () {
      listening[kind].close();
      pane.remove();
    });
    byId("panes").append(pane);
    listening[kind] = listen(kind + "?language=" + language + "&" + extra + query(view), {
      pane: function (found, source) {
        source.close();
        const place = element("div", { class: "charts" });
        content.replaceChildren.apply(content, found.answer.map(function (sentence) { return element("p", { text: sentence }); })
          .concat([place, element("pre", { text: found.command })]));
        found.charts.reduce(function (last, chart) {
          return last.then(function () {
            delete drawn[chart.name];
            const figure = element("figure", { "data-chart": chart.name }, [element("figcaption"), element("div", { class: "live" })]);
            place.append(figure);
            return drawChart(chart, found.data, false);
          });
        }, Promise.resolve()).then(function () { pane.dataset.drawn = String(found.charts.length); }).catch(function (error) { console.error(error); });
      },
    }, function (message) { content.textContent = message; });
  }

  document.querySelectorAll("button[data-pane]").forEach(function (button) {
    button.addEventListener("click", function () {
      const kind = button.dataset.pane;
      const select = { "break-even": byId("break-even-input"), decision: byId("decision-choice") }[kind];
      const chosen = select && select.selectedOptions[0];
      let extra = "";
      if (kind === "break-even") {
        extra = "input=" + encodeURIComponent(chosen.value) + "&low=" + chosen.dataset.low + "&high=" + chosen.dataset.high + "&";
      } else if (kind === "decision") {
        extra = "choice=" + encodeURIComponent(chosen.value) + "&";
      }
      openPane(kind, extra, chosen && !select.hidden ? button.textContent + ": " + chosen.textContent : button.textContent);
    });
  });

  document.querySelectorAll("a[href=download]").forEach(function (link) {
    link.addEventListener("click", function () {
      const parts = [link.dataset.file ? "file=" + link.dataset.file : "", query(view)];
      link.href = "download?" + parts.filter(Boolean).join("&");
    });
  });

  // ---- Buttons ----

  function copyText(button, value) {
    const label = button.textContent;
    navigator.clipboard.writeText(value).then(function () {
      button.textContent = words.copied;
      setTimeout(function () { button.textContent = label; }, 1500);
    });
  }

  byId("undo").addEventListener("click", function () { go(past, future); });
  byId("redo").addEventListener("click", function () { go(future, past); });
  byId("reset").addEventListener("click", function () { show(base); });
  byId("copy-link").addEventListener("click", function (event) { copyText(event.target, location.href); });
  byId("copy-command").addEventListener("click", function (event) { copyText(event.target, byId("command").textContent); });
  document.addEventListener("keydown", function (event) {
    const isTyping = event.target.matches("input[type=text], #scenario-name");
    if (isTyping || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") { return; }
    event.preventDefault();
    if (event.shiftKey) { go(future, past); } else { go(past, future); }
  });
  window.addEventListener("hashchange", function () { show(fromAddress()); });

  // ---- Begin ----

  fetch("model?language=" + language).then(function (answer) {
    if (!answer.ok) { return answer.text().then(function (message) { throw new Error(message); }); }
    return answer.json();
  }).then(function (model) {
    base = { case: model.base.case, set: assignments(model.base.set) };
    view = fromAddress();
    build(model);
    setAddress();
    showState();
    compute();
    return fetch("scenarios").then(received);
  }).catch(function (error) { showProblem({ text: error.message, input: null }); });
})();
