"use strict";
/* Numbers without a page: weights, ranking, crossings. Integers written by Python, exact throughout (BigInt). */
const core = (() => {
  const gcd = (a, b) => { while (b) [a, b] = [b, a % b]; return a < 0n ? -a : a; };

  /* "33.5" -> [335n, 10n] */
  const rational = (text) => {
    const [, sign, whole, part = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(text).trim()) || [];
    if (whole === undefined) throw new Error(`not a number: ${text}`);
    const number = BigInt(whole + part);
    return [sign ? -number : number, 10n ** BigInt(part.length)];
  };

  const isPoints = (text) => /^\d{1,9}(\.\d{1,9})?$/.test(text);

  /* The nearest float of n / d, also where both are beyond the range of floats. */
  const ratio = (n, d) => {
    const spare = Math.max(0, Math.max(String(n).length, String(d).length) - 280);
    if (!spare) return Number(n) / Number(d);
    const scale = 10n ** BigInt(spare);
    return Number(n / scale) / Number(d / scale);
  };

  /* Integers a[j] and A with weight j = a[j] / A, from points of all criteria or, in a tree, of each branch. */
  const weights = (data, points) => {
    const local = data.nodes.some((node) => node.branch && node.key in points);
    const parent = Object.fromEntries(data.nodes.map((node) => [node.key, local ? node.parent : null]));
    const used = data.nodes.filter((node) => local || !node.branch);
    const sums = new Map();
    const worth = Object.fromEntries(used.map((node) => [node.key, rational(points[node.key])]));
    for (const node of used) {
      const [n, d] = worth[node.key];
      const [sn, sd] = sums.get(parent[node.key]) || [0n, 1n];
      sums.set(parent[node.key], [sn * d + n * sd, sd * d]);
    }
    const share = (key) => {
      const [n, d] = worth[key];
      const [sn, sd] = sums.get(parent[key]);
      const [un, ud] = parent[key] == null ? [1n, 1n] : share(parent[key]);
      return sn === 0n ? [0n, 1n] : [n * sd * un, d * sn * ud];
    };
    const shares = data.criteria.map((criterion) => share(criterion.key));
    const common = shares.reduce((all, [, d]) => (all / gcd(all, d)) * d, 1n);
    const whole = shares.map(([n, d]) => n * (common / d));
    const factor = whole.reduce(gcd, common) || 1n;
    return { of: whole.map((n) => n / factor), total: common / factor };
  };

  const floats = (w) => w.of.map((n) => ratio(n, w.total));

  /* Values of all options as integers over one denominator, worked out once. */
  const table = (data) => {
    const dens = data.criteria.map((criterion) => BigInt(criterion.den));
    const den = dens.reduce((all, d) => (all / gcd(all, d)) * d, 1n);
    const scale = dens.map((d) => den / d);
    const row = (cells) => cells.map((cell, j) => BigInt(cell) * scale[j]);
    return {
      den,
      rows: data.options.map((option) => row(option.v)),
      low: data.options.map((option) => row(option.lo || option.v)),
      high: data.options.map((option) => row(option.hi || option.v)),
    };
  };

  const dot = (a, b) => a.reduce((sum, x, j) => sum + x * b[j], 0n);

  /* Scores, contributions, places and ties; a blank rating has neither score nor place. */
  const ranking = (data, values, w) => {
    const den = values.den * w.total;
    const blank = data.options.map((option) => option.blank.length > 0);
    const exact = values.rows.map((row) => dot(w.of, row));
    const place = exact.map((s, i) => (blank[i] ? null : 1 + exact.filter((t, k) => !blank[k] && t > s).length));
    const lines = data.options.map((option, i) => ({
      i,
      rank: place[i],
      ties: exact.flatMap((t, k) => (k !== i && !blank[i] && !blank[k] && t === exact[i] ? [k] : [])),
      score: blank[i] ? null : ratio(exact[i], den),
      below: !blank[i] && exact[i] < 0n,
      lowest: ratio(dot(w.of, values.low[i]), den),
      highest: ratio(dot(w.of, values.high[i]), den),
      parts: values.rows[i].map((v, j) => (option.blank.includes(j) ? null : ratio(w.of[j] * v, den))),
    }));
    const order = lines.slice().sort((a, b) => (a.rank ?? 1e9) - (b.rank ?? 1e9) || a.i - b.i);
    const rated = order.filter((line) => line.rank !== null);
    const [n, d] = rational(data.close);
    const apart = (a, b) => exact[a.i] - exact[b.i];
    const close = (line) => rated.length > 0 && apart(rated[0], line) * d < n * den;
    return { lines, order, rated, close, lead: rated.length > 1 ? ratio(apart(rated[0], rated[1]), den) : null };
  };

  /* Each option's score as one criterion's weight goes from 0 to 1, the others keeping their proportions:
     (1 - t) * at0 + t * at1, over one denominator. Equal shares where the criterion has all the weight. */
  const lines = (data, values, w, j) => {
    const rest = w.total - w.of[j];
    const other = rest > 0n ? w.of : w.of.map(() => 1n);
    const scale = rest > 0n ? rest : BigInt(w.of.length - 1) || 1n;
    return {
      den: scale * values.den,
      of: values.rows.map((row, i) => ({
        i,
        at0: row.reduce((sum, v, l) => (l === j ? sum : sum + other[l] * v), 0n),
        at1: row[j] * scale,
      })).filter((line) => data.options[line.i].blank.length === 0),
    };
  };

  /* Who leads over which range of t, exactly: [{leaders, from: [n, d], to: [n, d]}] from t = 0 to t = 1. */
  const envelope = (all) => {
    const slope = (line) => line.at1 - line.at0;
    const ahead = (a, b) => (a.at0 - b.at0 || slope(a) - slope(b));
    let leader = all.reduce((best, line) => (ahead(line, best) > 0n ? line : best));
    const same = (line) => line.at0 === leader.at0 && line.at1 === leader.at1;
    const found = [{ leaders: all.filter(same).map((line) => line.i), from: [0n, 1n], to: [1n, 1n] }];
    for (;;) {
      let next = null;
      let at = [1n, 1n];
      for (const line of all) {
        const steeper = slope(line) - slope(leader);
        if (steeper <= 0n) continue;
        const t = [leader.at0 - line.at0, steeper];
        const sign = t[0] * at[1] - at[0] * t[1];
        if (sign < 0n || (sign === 0n && next && slope(line) > slope(next))) { next = line; at = t; }
      }
      if (!next) return found;
      leader = next;
      found[found.length - 1].to = at;
      found.push({ leaders: all.filter(same).map((line) => line.i), from: at, to: [1n, 1n] });
    }
  };

  /* The stretches that hold the weight n / d: two where it stands on their border. */
  const inside = (stretches, n, d) => stretches.filter((s) => s.from[0] * d <= n * s.from[1] && n * s.to[1] <= s.to[0] * d);

  return { rational, isPoints, ratio, weights, floats, table, ranking, lines, envelope, inside };
})();
