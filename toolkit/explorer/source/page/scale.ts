/** Scales and ticks of charts. */

/** Map `[0, top]` to pixels from `bottom` up. */
export function heightScale(top: number, bottom: number, height: number): (v: number) => number {
  return (value) => bottom - (value / (top || 1)) * height;
}

/** Round steps from 0 up to at least `top`. */
export function niceTicks(top: number, most = 5): number[] {
  if (!(top > 0)) return [0, 1];
  const rough = top / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 2.5, 5, 10].find((one) => one * power >= rough) ?? 10);
  const n = Math.ceil(top / step - 1e-9);
  return Array.from({ length: n + 1 }, (_, k) => k * step);
}

/** Periods that get a label: years where there are many, as many as fit. */
export function labelledPeriods(names: string[], width: number): { at: number; text: string }[] {
  const most = Math.max(2, Math.floor(width / 56));
  const years = names.flatMap((name, at) => {
    const isNew = at === 0 || name.slice(0, 4) !== names[at - 1]?.slice(0, 4);
    return isNew ? [{ at, text: name.slice(0, 4) }] : [];
  });
  if (years.length <= 2 && names.length <= 3 * most) {
    const all = names.map((name, at) => ({ at, text: name }));
    return thinned(all, Math.max(2, Math.floor(width / 84)));
  }
  // the corpus may begin late in a year: its label would touch that of the next
  const room = ((years[1]?.at ?? names.length) * width) / Math.max(1, names.length - 1);
  return thinned(room < 44 ? years.slice(1) : years, most);
}

function thinned<T>(all: T[], most: number): T[] {
  const step = Math.ceil(all.length / most);
  return all.filter((_, k) => k % step === 0);
}

/** Move labels apart that would print over each other; returns their new places in order. */
export function spreadLabels(places: number[], gap: number, low: number, high: number): number[] {
  const order = places.map((_, k) => k).sort((a, b) => (places[a] ?? 0) - (places[b] ?? 0));
  const spread = [...places];
  let last = low - gap;
  for (const k of order) {
    spread[k] = Math.max(places[k] ?? 0, last + gap);
    last = spread[k];
  }
  let next = high + gap;
  for (const k of order.reverse()) {
    spread[k] = Math.min(spread[k] ?? 0, next - gap);
    next = spread[k];
  }
  return spread;
}
