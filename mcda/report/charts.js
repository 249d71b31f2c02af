/* Pictures drawn by hand: each says its result in a title, and has a table beside it. */
const charts = (() => {
  const NS = "http://www.w3.org/2000/svg";
  const svg = (tag, attributes = {}, text) => {
    const node = document.createElementNS(NS, tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    if (text != null) node.textContent = text;
    return node;
  };
  const pen = document.createElement("canvas").getContext("2d");
  const family = getComputedStyle(document.body).fontFamily;
  const wide = (text, size = 13, weight = 400) => { pen.font = `${weight} ${size}px ${family}`; return pen.measureText(text).width; };
  const fit = (text, most, size = 13, weight = 400) => {
    if (wide(text, size, weight) <= most) return text;
    let k = text.length;
    while (k > 3 && wide(`${text.slice(0, k)}…`, size, weight) > most) k--;
    return `${text.slice(0, k).trimEnd()}…`;
  };

  let forced = 0;
  const force = (width) => { forced = width; };
  const widthOf = (host) => (forced ? (host.closest(".two") ? Math.floor((forced - 28) / 2) : forced)
    : Math.max(280, Math.min(1100, Math.floor(host.getBoundingClientRect().width) || 680)));
  let serial = 0;
  const canvas = (host, height, title) => {
    const width = widthOf(host);
    const id = `t${++serial}`;
    const root = svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-labelledby": id });
    root.append(svg("title", { id }, title));
    host.replaceChildren(root);
    return [root, width];
  };
  const label = (x, y, text, more = {}) => svg("text", { x, y, "font-size": 12, ...more }, text);
  const line = (x1, y1, x2, y2, kind) => svg("line", { x1, y1, x2, y2, class: kind });

  /* Round steps for an axis from low to high. */
  const ticks = (low, high, most = 7) => {
    const span = high - low || 1;
    const rough = span / most;
    const size = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].map((k) => k * size).find((s) => s >= rough) || size;
    const found = [];
    for (let k = Math.ceil(low / step - 1e-9); k * step <= high + 1e-9; k++) found.push(+(k * step).toPrecision(10));
    return found;
  };

  /* Rows of bars around the line of doing nothing: parts right of it add, parts left of it take away. */
  const bars = (host, rows, title, options = {}) => {
    const narrow = widthOf(host) < 520;
    const height = narrow ? 38 : forced ? 16 : 27;
    const [root, width] = canvas(host, rows.length * height + 30, title);
    const heads = rows.map((row) => (row.place ? `${row.place}  ${row.name}` : row.name));
    const names = narrow ? 0 : Math.min(width * 0.4, 16 + Math.max(...heads.map((text) => wide(text, 13, 600))));
    const right = Math.max(...rows.map((row) => wide(row.figure, 13, 600) + (row.note ? wide(row.note, 11) + 8 : 0)), 30) + 12;
    const reach = (row, sign) => row.parts.reduce((sum, part) => sum + Math.max(0, sign * part.points), 0);
    const low = -Math.max(...rows.map((row) => reach(row, -1)), 0);
    const high = Math.max(...rows.map((row) => reach(row, 1)), 1);
    const x = (v) => names + ((width - names - right) * (v - low)) / (high - low);
    const bottom = rows.length * height + 4;
    for (const t of ticks(low, high, narrow ? 5 : 8)) {
      root.append(line(x(t), 2, x(t), bottom, t === 0 ? "zero" : "grid"));
      root.append(label(x(t), bottom + 15, words.amount(t), { "text-anchor": "middle", "font-size": 11, class: "mute" }));
    }
    rows.forEach((row, k) => {
      const y = k * height + 4;
      const top = narrow ? y + 17 : y + (forced ? 3 : 5);
      const thick = narrow ? 14 : forced ? 10 : height - 10;
      const group = svg("g");
      group.append(svg("title", {}, row.title));
      const weight = row.strong ? 600 : 400;
      group.append(label(0, narrow ? y + 12 : y + height / 2 + 4, fit(heads[k], narrow ? width : names - 10, 13, weight), { "font-size": 13, "font-weight": weight, class: row.faint ? "mute" : "" }));
      const ends = { 1: 0, "-1": 0 };
      for (const part of row.parts) {
        if (!part.points) continue;
        const sign = Math.sign(part.points);
        const from = ends[sign];
        ends[sign] += part.points;
        const [a, b] = [x(from), x(ends[sign])].sort((p, q) => p - q);
        group.append(svg("rect", { x: a + 0.5, y: top, width: Math.max(0.5, b - a - 1), height: thick, class: part.kind }));
      }
      if (row.net != null && row.parts.length > 1) group.append(line(x(row.net), top - 3, x(row.net), top + thick + 3, "net"));
      group.append(label(width - right + 10, top + thick / 2 + 4.5, row.figure, { "font-size": 13, "font-weight": 600 }));
      if (row.note) group.append(label(width, top + thick / 2 + 4.5, row.note, { "font-size": 11, "text-anchor": "end", class: "mute" }));
      root.append(group);
    });
    if (options.axis) root.append(label(x(0), bottom + 26, options.axis, { "text-anchor": "middle", "font-size": 11, class: "mute" }));
  };

  /* Scores against one weight, with the exact points where the leader changes. */
  const crossings = (host, view, title) => {
    const H = forced ? 230 : 320;
    const [top, bottom, left] = [20, 38, 36];
    const all = view.lines.flatMap((each) => [each.at0, each.at1]);
    const high = Math.max(...all, 1);
    // Far below the line nobody leads; the lines run out of the picture there.
    const low = Math.max(Math.min(...all, 0), -high / 2);
    const [root, width] = canvas(host, H, title);
    const narrow = width < 520;
    const leaders = [...new Set(view.stretches.map((s) => s.leaders[0]))];
    const right = narrow ? 10 : Math.min(width * 0.36, 34 + Math.max(...leaders.map((i) => wide(view.name(i), 12, 600))));
    const x = (t) => left + (width - left - right) * t;
    const y = (v) => top + (H - top - bottom) * (1 - (v - low) / (high - low));
    for (const g of ticks(low, high, 6)) {
      root.append(line(left, y(g), x(1), y(g), g === 0 ? "zero" : "grid"));
      root.append(label(left - 6, y(g) + 4, words.amount(g), { "text-anchor": "end", "font-size": 11, class: "mute" }));
    }
    for (const g of [0, 0.25, 0.5, 0.75, 1]) root.append(label(x(g), H - bottom + 16, words.share(g), { "text-anchor": g === 1 && narrow ? "end" : "middle", "font-size": 11, class: "mute" }));
    root.append(label(x(0.5), H - 4, fit(`Weight of ${view.criterion}`, width - left), { "text-anchor": "middle", class: "mute" }));
    const draw = (own, kind) => {
      const cut = (t0, v0, t1, v1) => (v0 >= low ? t0 : t0 + ((t1 - t0) * (low - v0)) / (v1 - v0));
      if (own.at0 < low && own.at1 < low) return;
      const [from, to] = [cut(0, own.at0, 1, own.at1), cut(1, own.at1, 0, own.at0)];
      root.append(line(x(from), y(Math.max(low, own.at0)), x(to), y(Math.max(low, own.at1)), kind));
    };
    for (const each of view.lines) if (!leaders.includes(each.i)) draw(each, "faint");
    const tags = leaders.map((i, k) => {
      const own = view.lines.find((each) => each.i === i);
      draw(own, `lead l${k % 4}`);
      return { i, k, y: y(Math.max(low, own.at1)) };
    });
    root.append(line(x(view.now), top - 6, x(view.now), y(low), "now"));
    root.append(label(x(view.now) + (view.now > 0.7 ? -5 : 5), top - 8, `now ${words.share(view.now)}`, { "font-size": 11, "font-weight": 600, "text-anchor": view.now > 0.7 ? "end" : "start" }));
    let last = -Infinity;
    let up = true;
    for (const s of view.stretches.slice(1)) {
      const t = core.ratio(...s.from);
      const own = view.lines.find((each) => each.i === s.leaders[0]);
      const v = own.at0 + (own.at1 - own.at0) * t;
      root.append(svg("circle", { cx: x(t), cy: y(v), r: 4.5, class: "dot" }));
      up = x(t) - last > 44 || !up;
      last = x(t);
      root.append(label(x(t), y(v) + (up ? -9 : 19), words.fine(t), { "text-anchor": "middle", "font-size": 11, "font-weight": 600, class: "halo" }));
    }
    if (narrow) return;
    tags.sort((a, b) => a.y - b.y);
    tags.forEach((tag, k) => { if (k) tag.y = Math.max(tag.y, tags[k - 1].y + 15); });
    for (const tag of tags) {
      root.append(line(x(1) + 6, tag.y, x(1) + 22, tag.y, `lead l${tag.k % 4}`));
      root.append(label(x(1) + 28, tag.y + 4, fit(view.name(tag.i), right - 30, 12, 600), { "font-weight": view.current.includes(tag.i) ? 600 : 400 }));
    }
  };

  /* Best value at every amount of one resource. */
  const frontier = (host, view, title) => {
    const H = forced ? 190 : 240;
    const [top, bottom, left, right] = [16, 38, 36, 14];
    const [root, width] = canvas(host, H, title);
    const shown = view.steps.filter((step) => step.use <= view.most + 1e-9);
    const low = Math.min(0, ...shown.map((step) => step.use), view.budget ?? 0);
    const floor = Math.min(0, ...shown.map((step) => step.value));
    const roof = Math.max(1, ...shown.map((step) => step.value)) * 1.08;
    const x = (v) => left + ((width - left - right) * (v - low)) / (view.most - low || 1);
    const y = (v) => top + (H - top - bottom) * (1 - (v - floor) / (roof - floor));
    for (const g of ticks(floor, roof, 5)) {
      root.append(line(left, y(g), x(view.most), y(g), "grid"));
      root.append(label(left - 6, y(g) + 4, words.amount(g), { "text-anchor": "end", "font-size": 11, class: "mute" }));
    }
    for (const g of ticks(low, view.most, 6)) root.append(label(x(g), H - bottom + 16, words.amount(g), { "text-anchor": "middle", "font-size": 11, class: "mute" }));
    root.append(label(x((low + view.most) / 2), H - 4, fit(view.axis, width - left, 12), { "text-anchor": "middle", class: "mute" }));
    if (!shown.length) return;
    let path = "";
    shown.forEach((step, k) => { path += k ? `H${x(step.use)}V${y(step.value)}` : `M${x(step.use)} ${y(step.value)}`; });
    root.append(svg("path", { d: `${path}H${x(view.most)}`, class: "step" }));
    for (const step of shown) root.append(svg("circle", { cx: x(step.use), cy: y(step.value), r: 2.6, class: "c1" }));
    if (view.budget != null) {
      root.append(line(x(view.budget), top - 4, x(view.budget), y(floor), "now dash"));
      const late = view.budget - low > 0.7 * (view.most - low);
      root.append(label(x(view.budget) + (late ? -5 : 5), top + 2, `budget ${words.amount(view.budget)}`, { "font-size": 11, "text-anchor": late ? "end" : "start", class: "halo" }));
    }
    if (view.mix) root.append(svg("circle", { cx: x(view.mix.use), cy: y(view.mix.value), r: 6, class: "pick" }));
  };

  /* The line of one leader, for a key. */
  const sample = (k) => {
    const root = svg("svg", { viewBox: "0 0 26 8", "aria-hidden": "true" });
    root.append(line(0, 4, 26, 4, `lead l${k % 4}`));
    return root;
  };

  /* Whether the lines of a picture have room for their names beside them. */
  const labelled = (host) => widthOf(host) >= 520;

  return { bars, crossings, frontier, sample, labelled, force };
})();
