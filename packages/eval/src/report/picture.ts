import { type Html, html } from "./html.js";

/** A PNG inside the page. Anything but a data URI would make the page depend on the outside. */
export function picture(png: string, alternative: string): Html {
  if (!/^data:image\/png;base64,[A-Za-z0-9+/]+={0,2}$/.test(png))
    throw new Error(
      `eval.report: the picture of ${JSON.stringify(alternative)} is ${JSON.stringify(png.slice(0, 40))}; expected "data:image/png;base64,…". Encode it as PNG and base64.`,
    );
  return html`<img src="${png}" alt="${alternative}" decoding="async">`;
}
