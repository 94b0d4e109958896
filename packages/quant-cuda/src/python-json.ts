export type PythonValue = string | number | Float | readonly PythonValue[] | { readonly [key: string]: PythonValue };

/** A number that Python holds as a float, even where it is whole. */
export class Float {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** JSON as Python's `json.dumps` writes it: a blank after commas and colons, floats by `repr`. */
export function dumps(value: PythonValue): string {
  if (value instanceof Float) return repr(value.value);
  if (Array.isArray(value)) return `[${value.map(dumps).join(", ")}]`;
  if (typeof value !== "object") return JSON.stringify(value);
  const fields = Object.entries(value).map(([key, field]) => `${JSON.stringify(key)}: ${dumps(field)}`);
  return `{${fields.join(", ")}}`;
}

/** Python's shortest text of a finite float: an exponent below 1e-4 and from 1e16 on, of two digits at least. */
function repr(value: number): string {
  const magnitude = Math.abs(value);
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  if (magnitude >= 1e-4 && magnitude < 1e16) return Number.isInteger(value) ? `${value}.0` : String(value);
  const [digits, exponent] = value.toExponential().split("e") as [string, string];
  return `${digits}e${exponent[0]}${exponent.slice(1).padStart(2, "0")}`;
}
