/**
 * A map that forgets: values set or asked for lately stay, older ones go. It holds `entries` at least and twice as many
 * at most. Keys are copied, so that none keeps a longer string alive of which it is a slice.
 */
export class Recent<Value> {
  private young = new Map<string, Value>();
  private old: ReadonlyMap<string, Value> = new Map();
  private readonly entries: number;

  constructor(entries: number) {
    this.entries = entries;
  }

  get(key: string): Value | undefined {
    const value = this.young.get(key);
    if (value !== undefined) return value;
    const former = this.old.get(key);
    if (former !== undefined) this.add(key, former);
    return former;
  }

  set(key: string, value: Value): void {
    this.add(copyOf(key), value);
  }

  private add(key: string, value: Value): void {
    if (this.young.size >= this.entries) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(key, value);
  }
}

/** Engines make a slice of a joined string from the joined characters alone. */
function copyOf(text: string): string {
  return ` ${text}`.slice(1);
}
