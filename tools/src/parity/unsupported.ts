/** A tensor of a case that our packages do not compute yet: said and counted, but no failure. */
export interface Unsupported {
  readonly name: string;
  readonly unsupported: string;
}
