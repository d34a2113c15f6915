/** What the file says about itself. Python writes it; the page only reads it. */

export interface Measure {
  id: string;
  label: string;
  unit?: string;
  explanation?: string;
  /** What `score_themes` calls it. */
  score?: string;
  min_matches?: number;
  hits?: "articles" | "words";
}

export interface Series {
  id: string;
  kind: "theme" | "topic";
  name: string;
  label: string;
  fragile?: boolean;
  prevalence?: number | null;
  description?: string;
}

export interface Slice {
  id: string;
  outlet?: number;
}

export interface Pair {
  id: string;
  column: string;
  a: string;
  b: string;
  n_a: number;
  n_b: number;
  how_chosen?: string;
  sentences?: string[];
  calls?: Record<string, string>;
}

export interface Event {
  name: string;
  start: string;
  end: string | null;
}

export interface Meta {
  version: number;
  title: string;
  made_with: string;
  text: "none" | "passages" | "full";
  statement: string;
  /** Of which articles the page is made, if not of all. */
  sample: string;
  limits: string[];
  outlets: { label: string; names: string[] };
  /** `years` are those of the articles, such as "1861–2010"; "" where none has a date. */
  period: {
    freq: string;
    years: string;
    names: string[];
    starts: string[];
    ends: string[];
    partial: boolean[];
  };
  events: Event[];
  measures: Measure[];
  series: Series[];
  slices: Slice[];
  /** Kinds that have denominators of their own, in the order of `shares.n`. */
  kinds: string[];
  min_matches?: number;
  sentences: Record<string, string>;
  pairs: Pair[];
  calls: Record<string, string>;
  recipe: { head: string } | null;
  removed_reasons?: string[];
  config_hash: string;
  articles: number;
  dated: number;
  undated: number;
  /** Articles whose date is too coarse for the periods. */
  coarse: number;
  lambda?: number;
  map_note?: string;
  min_articles?: number;
  /** Words with a full stop of their own, and those that begin a sentence behind one. */
  abbreviations: string;
  starters: string;
  /** In what a search looks. */
  searched: string;
  no_sentences: string;
}

const EMPTY: Omit<Meta, "title"> = {
  version: 1,
  made_with: "",
  text: "none",
  statement: "",
  sample: "",
  limits: [],
  outlets: { label: "outlet", names: [] },
  period: { freq: "MS", years: "", names: [], starts: [], ends: [], partial: [] },
  events: [],
  measures: [],
  series: [],
  slices: [{ id: "all" }],
  kinds: [],
  sentences: {},
  pairs: [],
  calls: {},
  recipe: null,
  config_hash: "",
  articles: 0,
  dated: 0,
  undated: 0,
  coarse: 0,
  abbreviations: "",
  starters: "",
  searched: "",
  no_sentences: "",
};

/** Return the meta data with everything that the file leaves out as empty. */
export function completeMeta(given: unknown): Meta {
  const held = Object.entries((given ?? {}) as Record<string, unknown>);
  const known = held.filter(([, value]) => value !== null && value !== undefined);
  return { title: "A corpus", ...EMPTY, ...(Object.fromEntries(known) as Partial<Meta>) };
}
