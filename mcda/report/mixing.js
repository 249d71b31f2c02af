/* Mixes without a page: every feasible mix once, then the best one for any weights and budgets. */
const mixing = (() => {
  const NEAR = 1e-9;
  const BITS = 30;
  const bits = (x) => {
    x -= (x >>> 1) & 0x55555555;
    x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
    return (((x + (x >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
  };
  const words = (members, size) => {
    const found = new Int32Array(size);
    for (const i of members) found[Math.floor(i / BITS)] |= 1 << i % BITS;
    return found;
  };
  const count = (mix, mask) => { let sum = 0; for (let k = 0; k < mask.length; k++) sum += bits(mix[k] & mask[k]); return sum; };
  const holdsAll = (mix, mask) => { for (let k = 0; k < mask.length; k++) if ((mix[k] & mask[k]) !== mask[k]) return false; return true; };
  const within = (x, least, most) => (least == null || x >= least - NEAR) && (most == null || x <= most + NEAR);

  /* The page's data made ready: masks instead of lists, values as floats. */
  const prepare = (data) => {
    const given = data.mixing;
    const size = Math.max(1, Math.ceil(data.options.length / BITS));
    const mask = (members) => words(members, size);
    const value = data.criteria.map((c, j) => data.options.map((o) => core.ratio(BigInt(o.v[j]), BigInt(c.den))));
    const test = (t) => ({ ...t, mask: t.of && mask(t.of), others: t.others && mask(t.others), one: t.option != null && mask([t.option]) });
    return {
      size,
      mask,
      options: data.options.length,
      effects: given.effects.map((effect, j) => ({ ...effect, values: value[j] })),
      uses: given.resources.map((resource) => resource.uses),
      synergies: given.synergies.map((s) => ({ ...s, mask: mask(s.of) })),
      savings: given.savings.map((s) => ({ ...s, mask: mask(s.of) })),
      limits: given.limits.map((limit) => ({ ...limit, tests: limit.tests.map(test) })),
      free: given.free,
      must: given.must,
      most: given.most,
    };
  };

  const START = { sum: 0, lowest: Infinity, highest: -Infinity, prob: 1 };
  const step = (effect, total, i) => {
    switch (effect.adds) {
      case "sum": return total + effect.values[i];
      case "lowest": return Math.min(total, effect.values[i]);
      case "highest": return Math.max(total, effect.values[i]);
      default: return total * effect.factors[i];
    }
  };
  const settled = (effect, total, empty, bonus) => {
    if (effect.adds === "prob") return (empty ? 0 : effect.slope * (1 - effect.p0) * (1 - total)) + bonus;
    const points = (empty ? 0 : total) + bonus;
    return effect.adds === "sum" && effect.cap != null ? Math.min(effect.cap, points) : points;
  };

  /* Points on every effect and use of every resource of one mix, from running totals. */
  const figures = (ready, mix, empty, totals, uses) => {
    const bonus = ready.effects.map(() => 0);
    for (const s of ready.synergies) if (holdsAll(mix, s.mask)) bonus[s.effect] += s.points;
    const effects = ready.effects.map((effect, j) => settled(effect, totals[j], empty, bonus[j]));
    const used = uses.slice();
    for (const s of ready.savings) if (holdsAll(mix, s.mask)) used[s.resource] -= s.amount;
    return { effects, uses: used };
  };

  const kept = (test, mix, at) => {
    switch (test.kind) {
      case "counted": return within(count(mix, test.mask), test.least, test.most);
      case "implied": return !count(mix, test.one) || count(mix, test.mask) >= test.least;
      case "conditional": return count(mix, test.mask) < test.when || count(mix, test.others) >= test.least;
      case "proportion": return test.per * count(mix, test.mask) <= test.most * count(mix, test.others);
      case "per_full": return test.least * Math.floor(count(mix, test.mask) / test.every) <= count(mix, test.others);
      case "used": return within(at.uses[test.resource], test.least, test.live ? null : test.most);
      default: return within(at.effects[test.effect], test.least, test.most);
    }
  };

  /* One mix by its members: figures, broken limits (the live budgets apart), penalty, feasible. */
  const evaluate = (ready, members) => {
    const mix = ready.mask(members);
    const totals = ready.effects.map((effect) => members.reduce((t, i) => step(effect, t, i), START[effect.adds]));
    const uses = ready.uses.map((row) => members.reduce((sum, i) => sum + row[i], 0));
    const at = figures(ready, mix, !members.length, totals, uses);
    const holds = ready.limits.map((limit) => limit.tests.every((test) => kept(test, mix, at)));
    const penalty = ready.limits.reduce((sum, limit, k) => sum + (holds[k] ? 0 : limit.penalty || 0), 0);
    return { members, ...at, holds, penalty, feasible: ready.limits.every((limit, k) => holds[k] || limit.penalty != null) };
  };

  /* All mixes that keep every hard limit but the live budgets, as columns. */
  const enumerate = (ready) => {
    const found = [];
    const hard = ready.limits.filter((limit) => limit.penalty == null);
    const soft = ready.limits.filter((limit) => limit.penalty != null);
    const roofs = hard.flatMap((limit) => limit.tests.filter((t) => t.kind === "counted" && t.most != null));
    const look = (members, mix, totals, uses) => {
      const at = figures(ready, mix, !members.length, totals, uses);
      const fits = (limit) => limit.tests.every((test) => kept(test, mix, at));
      if (hard.every(fits)) {
        const penalty = soft.reduce((sum, limit) => sum + (fits(limit) ? 0 : limit.penalty), 0);
        found.push({ members, ...at, penalty });
      }
    };
    const grow = (from, members, mix, totals, uses) => {
      look(members, mix, totals, uses);
      for (let f = from; f < ready.free.length; f++) {
        const i = ready.free[f];
        const grown = mix.slice();
        grown[Math.floor(i / BITS)] |= 1 << i % BITS;
        if (roofs.some((test) => count(grown, test.mask) > test.most)) continue;
        grow(f + 1, [...members, i], grown, totals.map((t, j) => step(ready.effects[j], t, i)), uses.map((u, k) => u + ready.uses[k][i]));
      }
    };
    const start = ready.must;
    const totals = ready.effects.map((effect) => start.reduce((t, i) => step(effect, t, i), START[effect.adds]));
    grow(0, start.slice(), ready.mask(start), totals, ready.uses.map((row) => start.reduce((sum, i) => sum + row[i], 0)));
    for (const each of found) each.members.sort((a, b) => a - b);
    return found;
  };

  /* The mixes to choose from: enumerated here, or those that Python wrote. */
  const candidates = (data, ready) => {
    if (data.mixing.mixes == null) return enumerate(ready);
    return data.mixing.mixes.map((members) => evaluate(ready, members)).filter((mix) => mix.feasible);
  };

  const value = (mix, w) => { let sum = -mix.penalty; for (let j = 0; j < w.length; j++) sum += w[j] * mix.effects[j]; return sum; };
  const affordable = (mix, budgets) => budgets.every((most, k) => most == null || mix.uses[k] <= most + NEAR);
  const differ = (a, b) => (Math.abs(a - b) <= NEAR ? 0 : a - b);
  const lists = (a, b) => { for (let k = 0; k < a.length; k++) if (a[k] !== b[k]) return differ(a[k], b[k]) || 0; return 0; };
  const uses = (a, b) => { for (let k = 0; k < a.length; k++) { const d = differ(a[k], b[k]); if (d) return d; } return 0; };

  /* The best affordable mix; of equal ones fewer options, then lower use, then first in the file. */
  const best = (mixes, w, budgets) => {
    let top = -Infinity;
    let feasible = 0;
    const worth = mixes.map((mix) => {
      if (!affordable(mix, budgets)) return -Infinity;
      feasible++;
      const v = value(mix, w);
      if (v > top) top = v;
      return v;
    });
    if (!feasible) return null;
    const ties = mixes.filter((_, k) => worth[k] >= top - NEAR);
    ties.sort((a, b) => a.members.length - b.members.length || uses(a.uses, b.uses) || lists(a.members, b.members));
    return { mix: ties[0], value: top, ties: ties.length, feasible };
  };

  /* Best value at every amount of one resource, the other budgets kept: rising steps [{use, value, mix}]. */
  const frontier = (mixes, w, budgets, resource) => {
    const others = budgets.map((most, k) => (k === resource ? null : most));
    const open = mixes.filter((mix) => affordable(mix, others)).sort((a, b) => a.uses[resource] - b.uses[resource]);
    const steps = [];
    for (const mix of open) {
      const v = value(mix, w);
      const last = steps[steps.length - 1];
      if (last && v <= last.value + NEAR) continue;
      if (last && Math.abs(last.use - mix.uses[resource]) <= NEAR) steps.pop();
      steps.push({ use: mix.uses[resource], value: v, mix });
    }
    return steps;
  };

  /* What one member adds: the mix less the mix without it. */
  const adds = (ready, mix, option, w) => {
    const without = evaluate(ready, mix.members.filter((i) => i !== option));
    return value(mix, w) - value(without, w);
  };

  return { prepare, evaluate, candidates, best, frontier, adds, value };
})();
