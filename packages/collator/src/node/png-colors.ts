/** How the bytes of a pixel lie in the file. */
interface PixelBytes {
  /** Bytes of a pixel: 3 or 4. */
  readonly step: number;
  /** Bits that the four bytes ending with a pixel are shifted by to have red on top. */
  readonly shift: number;
  /** Alpha's bits, where the file has none. */
  readonly opaque: number;
}

const RGB: PixelBytes = { step: 3, shift: 8, opaque: 255 };
const RGBA: PixelBytes = { step: 4, shift: 0, opaque: 0 };

/**
 * Undoes a filter on a row of RGB or RGBA. The four bytes that end with its first pixel begin at `from`; RGBA goes to
 * [to, end); that of the row above begins at `up`.
 */
type Filter = (
  rows: DataView,
  from: number,
  bytes: PixelBytes,
  rgba: DataView,
  to: number,
  end: number,
  above: DataView,
  up: number,
) => void;

/**
 * Undoes the filters of a PNG picture of RGB or RGBA and writes it as RGBA, in one pass, all bytes of a pixel at once.
 * W3C PNG, third edition, section 9.
 *
 * @throws Error with what is wrong, when a row names a filter that there is not.
 */
export function unfilterColors(rows: DataView, rgba: DataView, width: number, alpha: boolean): void {
  const bytes = alpha ? RGBA : RGB;
  const stride = 4 * width;
  const blank = new DataView(new ArrayBuffer(stride));
  let at = 0;
  for (let to = 0; to < rgba.byteLength; to += stride, at += 1 + bytes.step * width) {
    const filter = rows.getUint8(at);
    const undo = FILTERS[filter];
    if (undo === undefined) throw new Error(`row ${to / stride} has filter ${filter} of 0 to 4`);
    const from = at + bytes.step - 3;
    undo(rows, from, bytes, rgba, to, to + stride, to === 0 ? blank : rgba, Math.max(0, to - stride));
  }
}

/** Sum of four bytes with four bytes, each modulo 256. */
function sum(a: number, b: number): number {
  return ((a & 0x7f7f7f7f) + (b & 0x7f7f7f7f)) ^ ((a ^ b) & 0x80808080);
}

const none: Filter = (rows, from, { step, shift, opaque }, rgba, to, end) => {
  for (let at = from; to < end; to += 4, at += step) rgba.setInt32(to, (rows.getInt32(at) << shift) | opaque);
};

const left: Filter = (rows, from, { step, shift, opaque }, rgba, to, end) => {
  let color = 0;
  for (let at = from; to < end; to += 4, at += step) {
    color = sum(rows.getInt32(at) << shift, color) | opaque;
    rgba.setInt32(to, color);
  }
};

const top: Filter = (rows, from, { step, shift, opaque }, rgba, to, end, above, up) => {
  for (let at = from; to < end; to += 4, at += step, up += 4) {
    rgba.setInt32(to, sum(rows.getInt32(at) << shift, above.getInt32(up)) | opaque);
  }
};

const average: Filter = (rows, from, { step, shift, opaque }, rgba, to, end, above, up) => {
  let color = 0;
  for (let at = from; to < end; to += 4, at += step, up += 4) {
    const upper = above.getInt32(up);
    const mean = (color & upper) + (((color ^ upper) >>> 1) & 0x7f7f7f7f);
    color = sum(rows.getInt32(at) << shift, mean) | opaque;
    rgba.setInt32(to, color);
  }
};

const paeth: Filter = (rows, from, { step, shift, opaque }, rgba, to, end, above, up) => {
  let color = 0;
  let corner = 0;
  for (let at = from; to < end; to += 4, at += step, up += 4) {
    const upper = above.getInt32(up);
    const nearest = upper === corner ? color : color === corner ? upper : nearestBytes(color, upper, corner);
    color = sum(rows.getInt32(at) << shift, nearest) | opaque;
    corner = upper;
    rgba.setInt32(to, color);
  }
};

function nearestBytes(left: number, top: number, corner: number): number {
  return (
    (nearest(left >>> 24, top >>> 24, corner >>> 24) << 24) |
    (nearest((left >>> 16) & 255, (top >>> 16) & 255, (corner >>> 16) & 255) << 16) |
    (nearest((left >>> 8) & 255, (top >>> 8) & 255, (corner >>> 8) & 255) << 8) |
    nearest(left & 255, top & 255, corner & 255)
  );
}

/** Paeth's predictor: the neighbour nearest to left + top − corner, in this order of preference. */
export function nearest(left: number, top: number, corner: number): number {
  const toLeft = Math.abs(top - corner);
  const toTop = Math.abs(left - corner);
  const toCorner = Math.abs(left + top - 2 * corner);
  return toLeft <= toTop && toLeft <= toCorner ? left : toTop <= toCorner ? top : corner;
}

const FILTERS: readonly (Filter | undefined)[] = [none, left, top, average, paeth];
