/** Numbers, days and periods as they are printed. */

const MONTHS = [
  "January", "February", "March", "April", "May", "June",
  "July", "August", "September", "October", "November", "December",
]; // prettier-ignore
const NBSP = "\u00a0";

/** `1234` becomes `1,234`; no number becomes a dash. */
export function count(value: number): string {
  return isFinite(value) ? Math.round(value).toLocaleString("en-US") : "–";
}

/** `1 article`, `2 articles`. */
export function counted(n: number, noun: string, nouns = `${noun}s`): string {
  return `${count(n)} ${n === 1 ? noun : nouns}`;
}

/** A share as per cent, with one digit after the point, or two if it would be none with one. */
export function percent(share: number, digits = 1): string {
  const least = share && Math.abs(share) < 0.0005 ? 2 : digits;
  return isFinite(share) ? `${minus((100 * share).toFixed(least))}${NBSP}%` : "–";
}

/** An interval as per cent: `12.1 to 15.9 %`. */
export function interval(low: number, high: number): string {
  if (!isFinite(low) || !isFinite(high)) return "no interval";
  return `${minus((100 * low).toFixed(1))} to ${percent(high)}`;
}

/** A difference of shares in points, with its sign: the rule of `format_points`. */
export function points(difference: number): string {
  if (!isFinite(difference)) return "–";
  if (!difference) return "0.0";
  const size = 100 * difference;
  const text = minus(Math.abs(size) < 0.05 ? String(+size.toPrecision(1)) : size.toFixed(1));
  return difference > 0 ? `+${text}` : text;
}

/** A number with a few digits. */
export function decimal(value: number, digits = 2): string {
  return isFinite(value) ? minus(value.toFixed(digits)) : "–";
}

/** A p-value as it is reported: the rule of `p_digits` in toolkit/_core/number_words.py. */
export function pValue(p: number): string {
  if (!isFinite(p)) return "–";
  if (p < 0.001) return "< 0.001";
  if (p >= 0.9995) return p >= 1 ? "1" : "> 0.999";
  return p.toFixed(3);
}

function minus(text: string): string {
  return text.replace("-", "−");
}

/**
 * A day since 1970 as `13 November 2015`, or what is said without one. Of a date that named no day
 * only the month is said, and of one that named no month only the year.
 */
export function dayName(day: number | null, isShort = false, coarse = 0): string {
  if (day === null) return "no date";
  const date = new Date(day * 86_400_000);
  const month = MONTHS[date.getUTCMonth()] ?? "";
  const parts = [date.getUTCDate(), isShort ? month.slice(0, 3) : month, date.getUTCFullYear()];
  return parts.slice(coarse).join(" ");
}

/** A day since 1970 as `2015-11-13`, a month as `2015-11`, a year as `2015`. */
export function isoDay(day: number | null, coarse = 0): string {
  const most = [10, 7, 4][coarse];
  return day === null ? "" : new Date(day * 86_400_000).toISOString().slice(0, most);
}

/** The name of a period in words: `2015-11` becomes `November 2015`, others stay. */
export function periodName(name: string, isShort = false): string {
  const month = /^(\d{4})-(\d\d)$/u.exec(name);
  if (month) {
    const word = MONTHS[Number(month[2]) - 1] ?? "";
    return `${isShort ? word.slice(0, 3) : word} ${month[1]}`;
  }
  const day = /^\d{4}-\d\d-\d\d$/u.exec(name);
  return day ? dayName(Date.parse(name) / 86_400_000, isShort) : name;
}

/** First letter as a capital, underscores as spaces. */
export function spoken(name: string): string {
  const text = name.replaceAll("_", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A name and its mark of a fragile topic, which no cut takes away. */
export function parted(name: string): [string, string] {
  return name.endsWith(" †") ? [name.slice(0, -2), " †"] : [name, ""];
}
