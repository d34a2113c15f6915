/** The address of the page (`#…`) holds what is shown, so that a link shows it again. */

export type Params = Record<string, string>;

/** Return the parameters of an address such as `#v=time&s=theme:conflict`. */
export function readAddress(hash: string): Params {
  const params: Params = {};
  for (const part of hash.replace(/^#/u, "").split("&")) {
    const at = part.indexOf("=");
    if (at > 0) params[decode(part.slice(0, at))] = decode(part.slice(at + 1));
  }
  return params;
}

/** Return the address of parameters; empty ones are left out. */
export function writeAddress(params: Params): string {
  const parts = Object.entries(params).filter(([, value]) => value !== "");
  return `#${parts.map(([name, value]) => `${name}=${encode(value)}`).join("&")}`;
}

function encode(value: string): string {
  return encodeURIComponent(value.toWellFormed()).replace(/%3A|%2C|%40|%20/giu, (code) => {
    return { "%3A": ":", "%2C": ",", "%40": "@", "%20": "+" }[code.toUpperCase()] ?? code;
  });
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value.replaceAll("+", " "));
  } catch {
    return "";
  }
}

/**
 * The address bar. A frame without an origin may refuse both ways of changing it; the page then
 * keeps what it shows to itself.
 */
export class Address {
  private _last = "";

  constructor(private readonly _changed: (params: Params) => void) {
    window.addEventListener("hashchange", () => this._follow());
    window.addEventListener("popstate", () => this._follow());
    this._last = location.hash;
  }

  get params(): Params {
    return readAddress(this._last);
  }

  record(params: Params, replace: boolean): void {
    const hash = writeAddress(params);
    if (hash === this._last) return;
    this._last = hash;
    try {
      if (replace) history.replaceState(null, "", hash);
      else history.pushState(null, "", hash);
    } catch {
      if (!replace) setQuietly(hash);
    }
  }

  private _follow(): void {
    if (location.hash === this._last) return;
    this._last = location.hash;
    this._changed(this.params);
  }
}

function setQuietly(hash: string): void {
  try {
    location.hash = hash;
  } catch {
    // what is shown stays in memory
  }
}
