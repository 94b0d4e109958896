export { type Html, html } from "./html.js";
export { type Fact, type Page, page, section } from "./page.js";
export { picture } from "./picture.js";
