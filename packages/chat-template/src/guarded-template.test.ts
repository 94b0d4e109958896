import { describe, expect, it } from "vitest";
import { GuardedTemplate } from "./guarded-template.js";

const render = (source: string, variables: Readonly<Record<string, unknown>> = {}): string =>
  new GuardedTemplate(source, { steps: 1000, durationMs: 2000 }).render(variables);

describe("a guarded template", () => {
  it("renders what it rendered", () => {
    expect(
      render("{% for i in range(3, 9, 2) %}{{ i }}{% endfor %}|{% for i in range(5, 1, -2) %}{{ i }}{% endfor %}"),
    ).toBe("357|53");
    expect(
      render("{% for i in range(2) %}{{ i }}{% else %}none{% endfor %}{% for i in [] %}{% else %}none{% endfor %}"),
    ).toBe("01none");
    expect(
      render("{% macro f(a, b='c') %}{% set d = a ~ b %}{{ d }}{% endmacro %}{{ f('x') }}{{ f('y', b='z') }}"),
    ).toBe("xcyz");
    expect(render("\n  {% set n = namespace(x=[1]) %}{% set n.x = n.x + [2] %}{{ n.x | length }}\n")).toBe("\n2");
  });

  it("strips as Python does", () => {
    const source = "[{{ x | trim }}|{{ x.strip() }}|{{ x.lstrip() }}|{{ (x ~ ' ').rstrip() }}|{{ x.strip().strip() }}]";
    const text = "\x1c\ufeffhi\x85";
    expect(render(source, { x: text })).toBe("[\ufeffhi|\ufeffhi|\ufeffhi\x85|\x1c\ufeffhi|\ufeffhi]");
  });

  it.each([
    ["{% for i in range(1000000000) %}{% endfor %}", "range(0, 1000000000, 1) has more than 1000000 numbers"],
    ["{% set r = range %}{{ r(0, 5, 0) | length }}", "range(0, 5, 0) has more than 1000000 numbers"],
    [
      "{% for i in range(100) %}{% for j in range(100) %}{% endfor %}{% endfor %}",
      "its loops and macros run more than 1000 times",
    ],
    [
      "{% macro f(n) %}{% if n %}{{ g(n - 1) }}{% endif %}{% endmacro %}{% macro g(n) %}{{ f(n) }}{{ f(n) }}{% endmacro %}{{ f(40) }}",
      "its loops and macros run more than 1000 times",
    ],
    [
      "{% set n = namespace(x='aaaaaaaa') %}{% for i in range(99) %}{% set n.x = n.x ~ n.x %}{% endfor %}",
      "it makes a text of 8388608, more than 4194304",
    ],
    [
      "{% set n = namespace(x=[1]) %}{% for i in range(99) %}{% set n.x = n.x + n.x %}{% endfor %}",
      "it makes a list of 1048576, more than 1000000",
    ],
    [
      "{% set a = [1] %}{% for i in range(99) %}{% set a, b = a + a, 1 %}{% endfor %}",
      "it makes a list of 1048576, more than 1000000",
    ],
    [
      "{% macro f(a) %}{{ f(a ~ a) }}{% endmacro %}{{ f('aaaaaaaa') }}",
      "it makes a text of 8388608, more than 4194304",
    ],
    ["{{ raise_exception('no') }}", "no"],
    ["{{ none | trim }}", "undefined cannot be stripped"],
  ])("stops what would not end or fit: %s", (source, message) => {
    expect(() => render(source)).toThrow(message);
  });

  it("stops at a text that grows too long piece by piece, and after its time", () => {
    expect(() => render("{% for i in range(600) %}{{ x }}{% endfor %}", { x: "a".repeat(8192) })).toThrow(
      "it makes a text of 4915200, more than 4194304",
    );
    const slow = new GuardedTemplate("{% for i in range(9) %}{% endfor %}", { durationMs: -1 });
    expect(() => slow.render({})).toThrow("it takes longer than -1 ms");
  });
});
