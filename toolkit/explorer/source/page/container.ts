/** Reads the container: base64 of gzip of a JSON header and typed arrays. */

export type NumberType = "u8" | "u16" | "u32" | "i32" | "f32" | "f64";
export type Numbers =
  Uint8Array | Uint16Array | Uint32Array | Int32Array | Float32Array | Float64Array;

export interface ColumnSpec {
  type: NumberType | "utf8";
  shape: number[];
  offset: number;
  length: number;
  scale?: number;
  missing?: boolean;
  /** Type of the lengths before the texts. */
  lengths?: "u8" | "u32";
  /** Column of the words that have codes in this one. */
  words?: string;
}

interface Header {
  meta: unknown;
  columns: Record<string, ColumnSpec>;
}

const MAGIC = "TTEXPL01";
const SIZES: Record<NumberType, number> = { u8: 1, u16: 2, u32: 4, i32: 4, f32: 4, f64: 8 };

/** Strings of one column, decoded when they are asked for. */
export class TextColumn {
  private readonly _decoder = new TextDecoder();
  private _whole: string[] | null = null;

  constructor(
    private readonly _bytes: Uint8Array,
    private readonly _offsets: Uint32Array,
    private readonly _words: string[] | null = null,
  ) {}

  get length(): number {
    return this._offsets.length - 1;
  }

  at(row: number): string {
    if (this._whole) return this._whole[row] ?? "";
    const bytes = this._bytes.subarray(this._offsets[row], this._offsets[row + 1]);
    return this._words ? this._expand(bytes, this._words) : this._decoder.decode(bytes);
  }

  /** Bytes from 128 stand for words, as toolkit/explorer/word_codes.py says. */
  private _expand(bytes: Uint8Array, words: string[]): string {
    let text = "";
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i];
      if (byte < 0x80) text += String.fromCharCode(byte);
      else if (byte < 0xe0) text += words[byte - 0x80] ?? "";
      else if (byte < 0xff) text += words[96 + 256 * (byte - 0xe0) + bytes[++i]] ?? "";
      else {
        const lead = bytes[i + 1];
        const width = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        text += this._decoder.decode(bytes.subarray(i + 1, i + 1 + width));
        i += width;
      }
    }
    return text;
  }

  /** All strings; they are kept, because searches read them again and again. */
  all(): string[] {
    this._whole ??= Array.from({ length: this.length }, (_, row) => this.at(row));
    return this._whole;
  }
}

/** What the file holds: `meta`, and columns by name. */
export class Container {
  readonly meta: unknown;
  private readonly _columns: Record<string, ColumnSpec>;
  private readonly _start: number;

  constructor(private readonly _buffer: ArrayBuffer) {
    const magic = new TextDecoder().decode(new Uint8Array(_buffer, 0, 8));
    if (magic !== MAGIC) throw new Error(`The data begin with ${magic}, not with ${MAGIC}.`);
    const size = new DataView(_buffer).getUint32(8, true);
    const text = new TextDecoder().decode(new Uint8Array(_buffer, 12, size));
    const header = JSON.parse(text) as Header;
    this.meta = header.meta;
    this._columns = header.columns;
    this._start = Math.ceil((12 + size) / 8) * 8;
  }

  has(name: string): boolean {
    return Object.hasOwn(this._columns, name);
  }

  spec(name: string): ColumnSpec {
    const spec = this.has(name) ? this._columns[name] : undefined;
    if (!spec) throw new Error(`The data have no column ${name}.`);
    return spec;
  }

  numbers(name: string): Numbers {
    const { type, offset, length } = this.spec(name);
    if (type === "utf8") throw new Error(`Column ${name} holds text, not numbers.`);
    return view(this._buffer, type, this._start + offset, length / SIZES[type]);
  }

  texts(name: string): TextColumn {
    const { type, offset, length, shape, words, lengths: kind = "u32" } = this.spec(name);
    if (type !== "utf8") throw new Error(`Column ${name} holds numbers, not text.`);
    const at = this._start + offset;
    const count = shape[0] ?? 0;
    const room = SIZES[kind] * count;
    const lengths = view(this._buffer, kind, at, count);
    const offsets = new Uint32Array(count + 1);
    for (let i = 0; i < count; i++) offsets[i + 1] = offsets[i] + lengths[i];
    const bytes = new Uint8Array(this._buffer, at + room, length - room);
    return new TextColumn(bytes, offsets, words ? this.texts(words).all() : null);
  }
}

function view(buffer: ArrayBuffer, type: NumberType, at: number, n: number): Numbers {
  switch (type) {
    case "u8":
      return new Uint8Array(buffer, at, n);
    case "u16":
      return new Uint16Array(buffer, at, n);
    case "u32":
      return new Uint32Array(buffer, at, n);
    case "i32":
      return new Int32Array(buffer, at, n);
    case "f32":
      return new Float32Array(buffer, at, n);
    case "f64":
      return new Float64Array(buffer, at, n);
  }
}

declare global {
  /** The bytes that the page holds as letters, unpacked; the loader of the page defines it. */
  var unpacked: (letters: string) => Response;
}

/** Return the container that the page carries as letters of gzip. */
export async function unpack(letters: string): Promise<Container> {
  return new Container(await globalThis.unpacked(letters).arrayBuffer());
}
