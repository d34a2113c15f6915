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
}

interface Header {
  meta: unknown;
  columns: Record<string, ColumnSpec>;
}

const MAGIC = "TTEXPL01";
const SIZES: Record<NumberType, number> = { u8: 1, u16: 2, u32: 4, i32: 4, f32: 4, f64: 8 };

/** Strings of one column, decoded when they are asked for. */
export class TextColumn {
  private readonly decoder = new TextDecoder();
  private whole: string[] | null = null;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly offsets: Uint32Array,
  ) {}

  get length(): number {
    return this.offsets.length - 1;
  }

  at(row: number): string {
    if (this.whole) return this.whole[row] ?? "";
    return this.decoder.decode(this.bytes.subarray(this.offsets[row], this.offsets[row + 1]));
  }

  /** All strings; they are kept, because searches read them again and again. */
  all(): string[] {
    this.whole ??= Array.from({ length: this.length }, (_, row) => this.at(row));
    return this.whole;
  }
}

/** What the file holds: `meta`, and columns by name. */
export class Container {
  readonly meta: unknown;
  private readonly columns: Record<string, ColumnSpec>;
  private readonly start: number;

  constructor(private readonly buffer: ArrayBuffer) {
    const magic = new TextDecoder().decode(new Uint8Array(buffer, 0, 8));
    if (magic !== MAGIC) throw new Error(`The data begin with ${magic}, not with ${MAGIC}.`);
    const size = new DataView(buffer).getUint32(8, true);
    const text = new TextDecoder().decode(new Uint8Array(buffer, 12, size));
    const header = JSON.parse(text) as Header;
    this.meta = header.meta;
    this.columns = header.columns;
    this.start = Math.ceil((12 + size) / 8) * 8;
  }

  has(name: string): boolean {
    return Object.hasOwn(this.columns, name);
  }

  spec(name: string): ColumnSpec {
    const spec = this.has(name) ? this.columns[name] : undefined;
    if (!spec) throw new Error(`The data have no column ${name}.`);
    return spec;
  }

  numbers(name: string): Numbers {
    const { type, offset, length } = this.spec(name);
    if (type === "utf8") throw new Error(`Column ${name} holds text, not numbers.`);
    return view(this.buffer, type, this.start + offset, length / SIZES[type]);
  }

  texts(name: string): TextColumn {
    const { type, offset, length, shape } = this.spec(name);
    if (type !== "utf8") throw new Error(`Column ${name} holds numbers, not text.`);
    const at = this.start + offset;
    const room = 4 * ((shape[0] ?? 0) + 1);
    const offsets = new Uint32Array(this.buffer, at, room / 4);
    return new TextColumn(new Uint8Array(this.buffer, at + room, length - room), offsets);
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

/** Return the container that the page carries as base64 of gzip. */
export async function unpack(base64: string): Promise<Container> {
  if (typeof DecompressionStream === "undefined") {
    throw new Error("This browser cannot unpack the data; use one made since 2023.");
  }
  const bytes = fromBase64(base64);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Container(await new Response(stream).arrayBuffer());
}

type Decoder = typeof Uint8Array & { fromBase64?: (text: string) => Uint8Array<ArrayBuffer> };

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const native = (Uint8Array as Decoder).fromBase64;
  if (native) return native.call(Uint8Array, text);
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}
