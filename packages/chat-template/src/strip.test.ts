import { describe, expect, it } from "vitest";
import { strip, stripEnd, stripStart } from "./strip.js";

describe("strip", () => {
  it("takes what Python 3.11 takes for white space, character by character", () => {
    // [chr(i) for i in range(0x110000) if not chr(i).strip()]
    const python = [
      ...[9, 10, 11, 12, 13, 28, 29, 30, 31, 32, 0x85, 0xa0, 0x1680],
      ...[0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200a],
      ...[0x2028, 0x2029, 0x202f, 0x205f, 0x3000],
    ];
    const codes = Array.from({ length: 0x10000 }, (_, code) => code);
    expect(codes.filter((code) => strip(String.fromCharCode(code)) === "")).toEqual(python);
  });

  it("leaves what stands inside", () => {
    const text = " \x1c\ufeffa b\x85\n";
    expect([strip(text), stripStart(text), stripEnd(text)]).toEqual(["\ufeffa b", "\ufeffa b\x85\n", " \x1c\ufeffa b"]);
    expect([strip(""), strip(" \n "), stripStart(" "), stripEnd(" ")]).toEqual(["", "", "", ""]);
  });
});
