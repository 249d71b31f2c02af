/* The page: what a person moves, and what then changes. */
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const at = (id) => document.getElementById(id);
  const make = (tag, attributes = {}, ...children) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.append(...children.filter((child) => child != null));
    return node;
  };
  const { rounded, signed, share, fine, amount, names } = words;
  const values = core.table(data);
  const ready = data.mixing && mixing.prepare(data);
  const mixes = ready ? mixing.candidates(data, ready) : [];
  const budgets = data.mixing ? data.mixing.resources.map((resource) => resource.budget) : [];
  const saved = { points: data.sets[0].points, budgets };
  const view = { points: { ...saved.points }, budgets: budgets.slice() };
  let criterion = null;
  let resource = 0;

  /* Above six criteria the five heaviest have a colour of their own. */
  const colours = () => {
    const w = core.floats(core.weights(data, view.points));
    if (w.length <= 6) return w.map((_, j) => j);
    const heaviest = w.map((_, j) => j).sort((a, b) => w[b] - w[a] || a - b).slice(0, 5).sort((a, b) => a - b);
    return w.map((_, j) => (heaviest.includes(j) ? heaviest.indexOf(j) : 5));
  };
  const optionName = (i) => data.options[i].name;
  const look = (content, numeric) => (numeric ? { class: "n" } : content.length > 40 ? { class: "t" } : {});
  const cell = (tag, content, numeric, more = {}) => make(tag, { ...look(content, numeric), ...more }, content);
  const fill = (id, caption, heads, rows, numericFrom = 1) => {
    const texts = rows[0]?.text || [];
    const head = make("tr", {}, ...heads.map((text, k) => make("th", { scope: "col", ...(k >= numericFrom && !texts.includes(k) ? { class: "n" } : {}) }, text)));
    const body = rows.map((row) => make("tr", row.kind ? { class: row.kind } : {}, ...row.cells.map((text, k) => (k ? cell("td", text, k >= numericFrom && !row.text?.includes(k)) : make("th", { scope: "row" }, text)))));
    at(id).replaceChildren(make("caption", {}, caption), make("thead", {}, head), make("tbody", {}, ...body));
  };

  const drawRanking = (ranking, w, colour) => {
    const legend = data.criteria.length <= 6 ? data.criteria.map((c, j) => [j, c.name])
      : [...data.criteria.flatMap((c, j) => (colour[j] < 5 ? [[colour[j], c.name]] : [])), [5, "other criteria"]];
    at("legend").replaceChildren(...legend.map(([k, name]) => make("li", {}, make("span", { class: `swatch c${k}` }), name)));
    const nothing = { name: "do nothing", place: "", parts: [], figure: "0.0", faint: true, title: "Doing nothing: 0 points" };
    const rows = ranking.order.map((line) => {
      const moved = line.rank === null || data.options[line.i].rank === null ? 0 : data.options[line.i].rank - line.rank;
      const text = line.rank === null ? "blank" : rounded(line.score);
      const parts = [];
      line.parts.forEach((points, j) => {
        const known = parts.find((part) => part.kind === `c${colour[j]}` && Math.sign(part.points) === Math.sign(points));
        if (known) known.points += points; else if (points) parts.push({ points, kind: `c${colour[j]}` });
      });
      const list = line.parts.map((points, j) => `${data.criteria[j].name} ${points === null ? "blank" : signed(points)}`).join(", ");
      return {
        line, name: optionName(line.i), place: words.place(line), parts, net: line.score, figure: text, strong: line.rank === 1,
        note: moved ? `${moved > 0 ? "▲" : "▼"} ${Math.abs(moved)}` : "", title: `${words.place(line)} ${optionName(line.i)}: ${text} (${list})`,
      };
    });
    const below = rows.findIndex((row) => row.line.score === null || row.line.score < 0);
    if (data.nothing) rows.splice(below < 0 ? rows.length : below, 0, nothing);
    charts.bars(at("chart-ranking"), rows, `Ranking. ${words.headline(data, ranking)} All figures stand in the table below.`);
    const remark = (line) => {
      const option = data.options[line.i];
      const first = option.beaten && `on no criterion better than ${optionName(option.beaten[0])}${option.beaten.length > 1 ? ` and ${option.beaten.length - 1} more` : ""}`;
      return [line.score === null && "blank rating", line.below && "worse than doing nothing", ...(option.vetoes || []).map((name) => `veto: ${name}`), first].filter(Boolean).join("; ");
    };
    const zeros = data.criteria.map(() => "0.0");
    fill("t-ranking", "Contribution of each criterion to the score, at these weights", ["Option", "#", "Score", "Low", "High", ...data.criteria.map((c, j) => `${c.name} (${share(w[j])})`), "Remark"],
      rows.map((row) => (row === nothing ? { kind: "nothing", cells: ["do nothing", "", "0.0", "0.0", "0.0", ...zeros, ""] } : {
        cells: [row.name, row.place, row.figure, rounded(row.line.lowest), rounded(row.line.highest), ...row.line.parts.map((p) => (p === null ? "" : rounded(p))), remark(row.line)],
        text: [5 + data.criteria.length],
      })));
  };

  const drawCrossings = (exact, sorted) => {
    const j = criterion ?? sorted[0].j;
    at("which").value = String(j);
    const found = sorted.find((each) => each.j === j);
    const lines = core.lines(data, values, exact, j);
    const here = core.inside(found.stretches, exact.of[j], exact.total).pop();
    const who = (s) => names(s.leaders.map(optionName));
    const texts = found.stretches.map((s) => `${who(s)} from ${fine(core.ratio(...s.from))} to ${fine(core.ratio(...s.to))}`);
    charts.crossings(at("chart-crossings"), {
      lines: lines.of.map((line) => ({ i: line.i, at0: core.ratio(line.at0, lines.den), at1: core.ratio(line.at1, lines.den) })),
      stretches: found.stretches, now: found.now, current: here.leaders, name: optionName, criterion: data.criteria[j].name,
    }, `Leading as the weight of ${data.criteria[j].name} grows: ${texts.join("; ")}. It is now ${fine(found.now)}.`);
    at("key-crossings").hidden = charts.labelled(at("chart-crossings"));
    at("key-crossings").replaceChildren(...[...new Set(found.stretches.map((s) => s.leaders[0]))].map((i, k) => make("li", {}, charts.sample(k), optionName(i))));
    fill("t-crossings", `Who leads at which weight of ${data.criteria[j].name} (now ${fine(found.now)})`, ["Leader", "From", "To", "Now"],
      found.stretches.map((s) => ({ cells: [who(s), fine(core.ratio(...s.from)), fine(core.ratio(...s.to)), s === here ? "here" : ""] })));
  };

  const changes = (mix) => {
    if (!data.mixing.saved) return "";
    const into = mix.members.filter((i) => !data.mixing.saved.includes(i));
    const out = data.mixing.saved.filter((i) => !mix.members.includes(i));
    const parts = [into.length && `in: ${names(into.map(optionName))}`, out.length && `out: ${names(out.map(optionName))}`].filter(Boolean);
    return parts.length ? `Against the saved mix, ${parts.join("; ")}.` : "";
  };

  const limitState = (limit, k, state, budgetsKept) => {
    const holds = state.holds[k] && limit.tests.every((test) => !test.live || budgetsKept(test));
    if (!holds) return limit.penalty == null ? "broken" : `broken, ${words.points(limit.penalty)} paid`;
    const used = limit.tests.find((test) => test.kind === "used" && test.most != null);
    if (!used) return "kept";
    const most = used.live ? view.budgets[used.resource] : used.most;
    return Math.abs(state.uses[used.resource] - most) < 1e-9 ? "kept, all of it used" : `kept, ${amount(most - state.uses[used.resource])} left`;
  };

  const drawMix = (w, best) => {
    at("mix-basis").textContent = words.mixBasis(data, best);
    const figures = best ? [[data.points, rounded(best.value)], [best.mix.members.length === 1 ? "option" : "options", String(best.mix.members.length)],
      ...data.mixing.resources.map((r, k) => [`${r.name}, ${r.unit}`, `${amount(best.mix.uses[k])}${view.budgets[k] == null ? "" : ` of ${amount(view.budgets[k])}`}`])] : [];
    at("kpi").replaceChildren(...figures.map(([what, figure]) => make("div", {}, make("strong", {}, figure), what)));
    const members = best ? best.mix.members.map((i) => ({ i, adds: mixing.adds(ready, best.mix, i, w) })).sort((a, b) => b.adds - a.adds || a.i - b.i) : [];
    charts.bars(at("chart-mix"), members.map(({ i, adds }) => ({ name: optionName(i), parts: [{ points: adds, kind: adds < 0 ? "c3" : "c0" }], figure: signed(adds), title: `${optionName(i)}: ${signed(adds)}` })),
      !best ? "There is no mix to show." : !members.length ? "No option is in the mix." : `What each member adds to the mix: ${members.map(({ i, adds }) => `${optionName(i)} ${signed(adds)}`).join(", ")}.`);
    fill("t-mix", "Options in the mix; what each adds is the value of the mix less its value without that member", ["Option", "Adds", ...data.mixing.resources.map((r) => `${r.name} (${r.unit})`)],
      members.map(({ i, adds }) => ({ cells: [optionName(i), signed(adds), ...data.mixing.resources.map((r) => amount(r.uses[i]))] })));
    fill("t-effects", "What the mix does", ["Criterion", "Points", "Weight", "Contribution"],
      best ? data.criteria.map((c, j) => ({ cells: [c.name, rounded(best.mix.effects[j]), share(w[j]), rounded(w[j] * best.mix.effects[j])] })) : []);
    const state = best && mixing.evaluate(ready, best.mix.members);
    const kept = (test) => view.budgets[test.resource] == null || best.mix.uses[test.resource] <= view.budgets[test.resource] + 1e-9;
    [...at("t-constraints").tBodies[0].rows].forEach((row, k) => {
      const text = state ? limitState(data.mixing.limits[k], k, state, kept) : "";
      row.cells[1].textContent = text;
      row.classList.toggle("broken", text.startsWith("broken"));
    });
  };

  const drawFrontier = (w, best) => {
    const shown = data.mixing.how !== "best" && data.mixing.resources.length > 0;
    at("frontier").hidden = at("frontier-twin").hidden = !shown;
    if (!shown) return;
    const r = data.mixing.resources[resource];
    const steps = mixing.frontier(mixes, w, view.budgets, resource);
    const budget = view.budgets[resource];
    const most = r.top ?? Math.max(1, ...steps.map((step) => step.use));
    const inside = budget == null ? null : steps.filter((step) => step.use <= budget + 1e-9).pop();
    const next = inside && steps.find((step) => step.use > budget + 1e-9 && step.use <= most + 1e-9);
    const gain = next ? ` ${amount(next.use - budget)} more would add ${rounded(next.value - inside.value)} points.` : inside ? " More would add nothing." : "";
    charts.frontier(at("chart-frontier"), { steps, budget, most, axis: `${r.name}, ${r.unit}`, mix: best && { use: best.mix.uses[resource], value: best.value } },
      `Best value at every amount of ${r.name}, the other budgets kept.${inside ? ` ${rounded(inside.value)} points at ${amount(budget)}.` : ""}${gain}`);
    fill("t-frontier", `Best value at every amount of ${r.name}, the other budgets kept.${gain}`, [`${r.name}, ${r.unit}`, "Points", "Mix"],
      steps.filter((step) => step.use <= most + 1e-9).map((step) => ({ cells: [amount(step.use), rounded(step.value), step.mix.members.map(optionName).join(", ") || "none"], text: [2] })));
  };

  const isSaved = () => JSON.stringify([view.points, view.budgets]) === JSON.stringify([saved.points, saved.budgets]);
  const drawFinding = (ranking, sorted, best) => {
    const leader = ranking.rated.length ? ranking.rated[0].i : null;
    const texts = [words.headline(data, ranking)];
    if (leader !== null && sorted.length) texts.push(words.sensitivity(data, leader, sorted[0]));
    texts.push(words.belowNothing(data, ranking));
    if (data.mixing) {
      texts.push(words.mixHeadline(data, best));
      if (best && data.mixing.resources.length) texts.push(`It uses ${words.usesWords(data, best.mix, view.budgets)}. ${isSaved() ? "" : changes(best.mix)}`);
    } else texts.push(at("mix-basis").textContent);
    const note = isSaved() ? [] : [make("p", { class: "note" }, "Weights or budgets differ from the saved scenario.")];
    at("finding").replaceChildren(...texts.filter(Boolean).map((text, k) => make("p", k ? {} : { class: "big" }, text)), ...note);
    at("bar").textContent = ranking.rated.slice(0, 2).map((line) => `${words.place(line)} ${optionName(line.i)} ${rounded(line.score)}`).join("  ·  ");
  };

  const update = () => {
    const exact = core.weights(data, view.points);
    const w = core.floats(exact);
    const ranking = core.ranking(data, values, exact);
    const sorted = ranking.rated.length && data.criteria.length > 1 ? words.ranges(data, values, exact, ranking.rated[0].i) : [];
    const colour = colours();
    const best = data.mixing ? mixing.best(mixes, w, view.budgets) : null;
    showControls(w, colour);
    drawFinding(ranking, sorted, best);
    drawRanking(ranking, w, colour);
    at("crossings").hidden = !sorted.length;
    if (sorted.length) drawCrossings(exact, sorted);
    if (data.mixing) { drawMix(w, best); drawFrontier(w, best); }
    window.mcdaView = { points: { ...view.points }, budgets: view.budgets.slice(), ranking, mix: best && best.mix.members, finding: at("finding").textContent };
  };

  /* ---- What a person moves ---- */
  const slider = (id, text, more) => {
    const input = make("input", { type: "range", id, ...more });
    const output = make("output", { for: id, id: `${id}-out` });
    const tag = make("label", { for: id }, ...text);
    return { input, output, box: make("div", { class: "control" }, make("div", { class: "row" }, tag, output), input) };
  };
  const most = (points) => {
    const top = Math.max(...Object.values(points).map(Number), ...data.sets.flatMap((set) => Object.values(set.points).map(Number)));
    const size = 10 ** Math.ceil(Math.log10(top || 1));
    return Math.max(size, 1);
  };
  let drawn = "";
  const drawSliders = () => {
    const keys = data.nodes.filter((node) => node.key in view.points);
    drawn = keys.map((node) => node.key).join();
    const top = most(view.points);
    at("sliders").replaceChildren(...keys.map((node) => {
      const j = data.criteria.findIndex((each) => each.key === node.key);
      const { input, output, box } = slider(`w-${node.key}`, [j < 0 ? null : make("span", { class: "swatch", id: `sw-${j}` }), node.name], { min: 0, max: top, step: top / 100 });
      output.title = "share of the whole weight";
      input.addEventListener("input", () => {
        view.points[node.key] = input.value;
        for (const [, sum] of Object.entries(words.families(data, view.points))) if (!(sum > 0)) view.points[node.key] = String(top / 100);
        changed();
      });
      if (node.parent && keys.some((each) => each.branch)) box.classList.add("inner");
      box.append(make("small", { id: `n-${node.key}` }));
      return box;
    }));
  };
  const showControls = (w, colour) => {
    const keys = data.nodes.filter((node) => node.key in view.points);
    if (keys.map((node) => node.key).join() !== drawn) drawSliders();
    for (const node of keys) {
      const j = data.criteria.findIndex((each) => each.key === node.key);
      const input = at(`w-${node.key}`);
      input.value = view.points[node.key];
      const part = j < 0 ? "" : share(w[j]);
      at(`w-${node.key}-out`).textContent = part || words.points(view.points[node.key]);
      input.setAttribute("aria-valuetext", `${words.points(view.points[node.key])}${part ? `, ${part} of the whole weight` : ""}`);
      at(`n-${node.key}`).textContent = j < 0 ? "branch: points among its neighbours" : `${words.points(view.points[node.key])} for the way ${node.swing}`;
      if (j >= 0) at(`sw-${j}`).className = `swatch c${colour[j]}`;
    }
    [...at("sets").children].forEach((button, k) => button.setAttribute("aria-pressed", String(JSON.stringify(data.sets[k].points) === JSON.stringify(view.points))));
    view.budgets.forEach((amountOf, k) => {
      const input = at(`b-${k}`);
      if (!input) return;
      input.value = amountOf;
      at(`b-${k}-out`).textContent = `${amount(amountOf)} ${data.mixing.resources[k].unit}`;
      input.setAttribute("aria-valuetext", `${amount(amountOf)} ${data.mixing.resources[k].unit}`);
    });
  };
  const save = () => { try { history.replaceState(null, "", isSaved() ? location.pathname + location.search : words.toFragment(data, view)); } catch { /* a page in a frame may have no history */ } };
  const changed = () => { update(); save(); };
  const say = (text) => { at("status").textContent = text; };
  const restore = () => {
    const found = words.fromFragment(data, decodeURIComponent(location.hash));
    if (location.hash.length > 1 && !found.points) say("The link holds no weights for this study; the saved ones are shown.");
    view.points = { ...(found.points || saved.points) };
    view.budgets = found.budgets;
  };

  const start = () => {
    data.sets.forEach((set, k) => {
      const button = make("button", { type: "button", "aria-pressed": "false", ...(set.who ? { title: set.who } : {}) }, set.name);
      button.addEventListener("click", () => { view.points = { ...set.points }; if (!k) view.budgets = budgets.slice(); changed(); });
      at("sets").append(button);
    });
    (data.mixing ? data.mixing.resources : []).forEach((r, k) => {
      at("resource").append(make("option", { value: k }, r.name));
      if (r.budget == null) return;
      if (!at("budgets").children.length) at("budgets").append(make("h2", { class: "small" }, "Budgets of the mix"));
      const whole = [r.budget, ...r.uses].every(Number.isInteger);
      const step = whole ? Math.max(1, 10 ** Math.floor(Math.log10(Math.max(1, r.top) / 100))) : 10 ** Math.floor(Math.log10((r.top || 1) / 100));
      const { input, box } = slider(`b-${k}`, [r.name], { min: Math.min(0, r.budget), max: Math.max(r.top, r.budget), step: r.budget % step ? "any" : step });
      input.addEventListener("input", () => { view.budgets[k] = Number(Number(input.value).toFixed(6)); changed(); });
      at("budgets").append(box);
    });
    data.criteria.forEach((each, j) => at("which").append(make("option", { value: j }, each.name)));
    at("which").addEventListener("change", (event) => { criterion = Number(event.target.value); update(); });
    at("resource").addEventListener("change", (event) => { resource = Number(event.target.value); update(); });
    at("save").addEventListener("click", () => {
      const text = words.weightsFile(data, view.points, new Date().toISOString().slice(0, 10));
      const link = make("a", { href: URL.createObjectURL(new Blob([text], { type: "application/yaml" })), download: "weights.yaml" });
      link.click();
      say("weights.yaml is in your downloads. Score it with: mcda score -w weights.yaml");
    });
    at("copy").addEventListener("click", async () => {
      const link = location.href.split("#")[0] + words.toFragment(data, view);
      try { await navigator.clipboard.writeText(link); say("The link is copied."); } catch { say(`The link: ${link}`); }
    });
    at("print").addEventListener("click", () => window.print());
    if (!data.mixing) { at("mix-live").hidden = true; }
    for (const twin of document.querySelectorAll(".twin")) twin.open = false;
    document.documentElement.classList.remove("still");
    restore();
    update();
    addEventListener("hashchange", () => { restore(); update(); });
    let waiting;
    let width = innerWidth;
    addEventListener("resize", () => { if (innerWidth !== width) { width = innerWidth; clearTimeout(waiting); waiting = setTimeout(update, 60); } });
    const paper = (on) => { charts.force(on ? 680 : 0); document.documentElement.classList.toggle("paper-now", on); update(); };
    addEventListener("beforeprint", () => paper(true));
    addEventListener("afterprint", () => paper(false));
  };
  start();
})();
