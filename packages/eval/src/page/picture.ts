import { type Html, html } from "./html.js";

/** A PNG, JPEG, WebP or GIF inside the page. Anything but its data URI would make the page depend on the outside. */
export function picture(uri: string, alternative: string): Html {
  if (!/^data:image\/(png|jpeg|webp|gif);base64,[A-Za-z0-9+/]+={0,2}$/.test(uri))
    throw new Error(
      `eval.report: the picture of ${JSON.stringify(alternative)} is ${JSON.stringify(uri.slice(0, 40))}; expected "data:image/png;base64,…". Encode it as PNG and base64.`,
    );
  return html`<img src="${uri}" alt="${alternative}" decoding="async">`;
}
