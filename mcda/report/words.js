/* Numbers and findings in words: the sentences of the engine, letter by letter. */
const words = (() => {
  /* Fixed digits, halves away from zero, never "-0.0"; what float arithmetic blurs below 1e-9 is no difference. */
  const rounded = (x, digits = 1) => {
    const size = 10 ** digits;
    const whole = Math.floor(Math.abs(x) * size + 0.5 + 1e-9);
    return (x < 0 && whole ? "-" : "") + (whole / size).toFixed(digits);
  };
  const signed = (x) => { const text = rounded(x); return text.startsWith("-") || !Number(text) ? text : `+${text}`; };
  const share = (x) => {
    const percent = x * 100;
    if (percent > 0 && percent < 1) return "<1 %";
    if (percent > 99 && percent < 100) return ">99 %";
    return `${rounded(percent, 0)} %`;
  };
  // Nine digits tell shares apart that floats still do; what is nearer to none or all is rounding of floats.
  const fine = (x, digits = 1) => {
    if (x <= 0 || x >= 1) return share(x);
    const text = rounded(x * 100, digits);
    return digits < 9 && [0, 100].includes(Number(text)) ? fine(x, digits + 1) : `${text} %`;
  };
  const amount = (x) => rounded(x, 3).replace(/0+$/, "").replace(/\.$/, "");
  const points = (n) => `${typeof n === "number" ? amount(n) : n} ${Number(n) === 1 ? "point" : "points"}`;
  const names = (items) => {
    if (items.length < 2) return items.join("");
    const [start, last] = [items.slice(0, -1), items[items.length - 1]];
    return items.some((item) => item.includes(",")) ? `${start.join("; ")}; and ${last}` : `${start.join(", ")} and ${last}`;
  };
  const place = (line) => (line.rank === null ? "-" : line.ties.length ? `${line.rank}=` : String(line.rank));

  const headline = (data, ranking) => {
    const { rated } = ranking;
    const name = (line) => data.options[line.i].name;
    if (!rated.length) return "No option has all its ratings, so none can be ranked.";
    const whose = rated.length === ranking.order.length ? "" : " whose ratings are all there";
    const none = data.nothing && !(rated[0].score > 0) ? `No option${whose} is better than doing nothing. ` : "";
    return `${none}${firstPlace(data, ranking, name, none)}`;
  };

  const firstPlace = (data, ranking, name, none) => {
    const { rated } = ranking;
    const [first, second] = rated;
    if (!second) return `${name(first)} is the only rated option, at ${rounded(first.score)} points.`;
    if (first.ties.length) {
      const tied = names(rated.filter((line) => line.rank === 1).map(name));
      return `Level: ${tied} share first place with the same score, ${rounded(first.score)} points.`;
    }
    if (ranking.close(second)) {
      const close = rated.filter(ranking.close).length;
      const others = close > 2 ? ` (and ${close - 2} more)` : "";
      return `Practically level: ${name(first)} (${rounded(first.score)}) and ${name(second)} (${rounded(second.score)})${others} `
        + `are less than ${points(Number(data.close))} apart, too close to call.`;
    }
    const ahead = `${rounded(ranking.lead)} ahead of ${name(second)}.`;
    return none ? `${name(first)} comes first with ${rounded(first.score)} points, ${ahead}`
      : `${name(first)} leads with ${rounded(first.score)} ${data.points}, ${ahead}`;
  };

  const belowNothing = (data, ranking) => {
    if (!data.nothing) return data.unranked;
    const worse = ranking.order.filter((line) => line.below).map((line) => data.options[line.i].name);
    if (worse.length > 6) return `Worse than doing nothing: ${worse.length} of ${data.options.length} options.`;
    if (worse.length) return `Worse than doing nothing: ${names(worse)}.`;
    const blank = ranking.order.filter((line) => line.score === null).length;
    if (blank === data.options.length) return "Whether an option is worse than doing nothing is not known: each has a blank rating.";
    return blank ? `No option whose ratings are all there is worse than doing nothing (${blank} not known).` : "No option is worse than doing nothing.";
  };

  /* How far each weight can move before another option leads, nearest first: the leader's own stretch. */
  const ranges = (data, values, w, leader) => data.criteria.map((criterion, j) => {
    const stretches = core.envelope(core.lines(data, values, w, j).of);
    const now = core.ratio(w.of[j], w.total);
    let own = core.inside(stretches, w.of[j], w.total).filter((s) => s.leaders.includes(leader)).pop();
    if (!own) {
      // The leader is level with the others at this one spot only, where their lines cross.
      own = { leaders: [leader], from: [w.of[j], w.total], to: [w.of[j], w.total] };
      stretches.splice(stretches.filter((s) => s.to[0] * w.total <= w.of[j] * s.to[1]).length, 0, own);
    }
    const from = core.ratio(...own.from);
    const to = core.ratio(...own.to);
    const at = stretches.indexOf(own);
    const room = Math.min(at > 0 ? now - from : Infinity, at < stretches.length - 1 ? to - now : Infinity);
    const next = room === Infinity ? null : at > 0 && now - from === room ? at - 1 : at + 1;
    return { j, from, to, now, room, rising: next > at, rival: next === null ? null : stretches[next].leaders, stretches };
  }).sort((a, b) => a.room - b.room || a.j - b.j);

  const sensitivity = (data, leader, nearest) => {
    const name = data.options[leader].name;
    if (data.options.length < 2) return "";
    if (nearest.room === Infinity) return `No single weight can put another option ahead of ${name}, the others keeping their proportions.`;
    const criterion = data.criteria[nearest.j].name;
    const rivals = names(nearest.rival.map((i) => data.options[i].name));
    const end = nearest.rising ? `rises above ${fine(nearest.to)}` : `falls below ${fine(nearest.from)}`;
    return `Most sensitive weight: ${criterion}, now ${fine(nearest.now)}. If it ${end}, the others keeping their proportions, ${rivals} ${nearest.rival.length === 1 ? "leads" : "lead"}.`;
  };

  const mixHeadline = (data, best) => {
    if (!best) return "No mix respects all constraints together.";
    const chosen = best.mix.members.map((i) => data.options[i].name);
    if (!chosen.length && data.options.every((option) => option.blank.length)) {
      return "Best mix: none of the options; every option has a blank rating, so none can be weighed against others.";
    }
    if (!chosen.length) return "Best mix: none of the options; no mix that respects the constraints is better than doing nothing.";
    return `Best mix: ${chosen.length} option${chosen.length === 1 ? "" : "s"}, ${rounded(best.value)} ${data.points}: ${names(chosen)}.`;
  };

  const mixBasis = (data, best) => {
    const ties = best && best.ties > 1 ? ` ${best.ties} mixes share that value; shown is the one with fewest options, then lowest cost, then first in the file.` : "";
    const many = best ? best.feasible.toLocaleString("en") : 0;
    const written = best && best.feasible === 1 ? "mix" : "mixes";
    switch (data.mixing.how) {
      case "all": return best && best.feasible === 1 ? "The only mix that respects the constraints at these budgets."
        : `Best of ${many} mixes that respect the constraints at these budgets, all compared in this page.${ties}`;
      case "efficient": return `Best of ${many} efficient ${written} that mcda wrote into this page; no other mix can be better at these budgets.${ties}`;
      default: return `Best of the ${many} ${written} that mcda wrote into this page, best for the saved weights; for other weights another may be better: download the weights and score again.`;
    }
  };

  const usesWords = (data, mix, budgets) => names(data.mixing.resources.map((resource, k) => {
    const of = budgets[k] == null ? "" : ` of ${amount(budgets[k])}`;
    return `${resource.name} ${amount(mix.uses[k])}${of} ${resource.unit}`;
  }));

  /* A weights file that scores to what the page shows. */
  const weightsFile = (data, points, when) => {
    const quote = JSON.stringify;
    const used = data.nodes.filter((node) => node.key in points);
    const scale = (c) => `  ${c.key}: {worst: ${quote(c.scale.worst)}, best: ${quote(c.scale.best)}, unit: ${quote(c.scale.unit)}}`;
    return [
      "# Set in the report; use it with: mcda score -w weights.yaml",
      "key: from_report",
      `name: ${quote("Set in the report")}`,
      `who: ${quote(`Set in the report of scenario ${data.scenario}`)}`,
      `when: ${quote(when)}`,
      "points:",
      ...used.map((node) => `  ${node.key}: ${points[node.key]}`),
      "scales:",
      ...data.criteria.map(scale),
      "",
    ].join("\n");
  };

  /* A view as the fragment of the address, and back. */
  const toFragment = (data, view) => {
    const w = Object.entries(view.points).map(([key, points]) => `${key}:${points}`).join(",");
    const b = view.budgets.flatMap((most, k) => (most == null ? [] : [`${data.mixing.resources[k].key}:${most}`])).join(",");
    return `#w=${w}${b ? `&b=${b}` : ""}`;
  };
  const fromFragment = (data, text) => {
    const parts = Object.fromEntries(text.replace(/^#/, "").split("&").map((part) => part.split("=")));
    const pairs = (list) => (list || "").split(",").filter(Boolean).map((pair) => pair.split(":"));
    const given = Object.fromEntries(pairs(parts.w).filter(([, points]) => core.isPoints(points || "")));
    const known = data.nodes.filter((node) => node.key in given);
    const wanted = data.nodes.filter((node) => !node.branch || known.some((each) => each.branch));
    const whole = known.length === wanted.length && Object.values(families(data, given)).every((sum) => sum > 0);
    const budgets = new Map(pairs(parts.b).map(([key, most]) => [key, Number(most)]));
    const resources = data.mixing ? data.mixing.resources : [];
    return {
      points: whole ? Object.fromEntries(known.map((node) => [node.key, given[node.key]])) : null,
      budgets: resources.map((r) => (r.budget != null && Number.isFinite(budgets.get(r.key)) ? Math.min(budgets.get(r.key), r.top) : r.budget)),
    };
  };
  /* Sum of points in each family; a family without points would have no shares. */
  const families = (data, points) => {
    const local = data.nodes.some((node) => node.branch && node.key in points);
    const sums = {};
    for (const node of data.nodes) {
      if (!(node.key in points)) continue;
      const family = local ? node.parent || "" : "";
      sums[family] = (sums[family] || 0) + Number(points[node.key]);
    }
    return sums;
  };

  return {
    rounded, signed, share, fine, amount, points, names, place, headline, belowNothing, ranges, sensitivity,
    mixHeadline, mixBasis, usesWords, weightsFile, toFragment, fromFragment, families,
  };
})();
