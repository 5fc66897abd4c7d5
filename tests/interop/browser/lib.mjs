// A real browser for the tests: how it is started, and what is asked of every page it shows.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What the Rust test says: addresses, secrets, folders. */
export const told = JSON.parse(process.argv[2] ?? "{}");

/** Bytes of a page without its pictures. */
export const WEIGHT = 100_000;
/** A screen of 1280 by 1024 pixels at 400 %. */
const ZOOMED = { width: 320, height: 256, deviceScaleFactor: 4, mobile: false };
export const WIDE = { width: 1280, height: 900 };

export function launch(more = []) {
  const args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", ...more];
  return chromium.launch({ executablePath: told.chromium, headless: true, args });
}

/** What went wrong, each once; the run ends badly when there is any. */
export const faults = new Set();
export const fault = (text) => faults.add(text);

export function end() {
  for (const text of faults) console.error(`FAULT: ${text}`);
  process.exit(faults.size ? 1 : 0);
}

export function must(good, text) {
  if (!good) throw new Error(text.replace(/\n+/g, "\n").slice(0, 1500));
}

/** Windows in which no script runs: axe, which is one, has nothing to say there. */
const scriptless = new WeakSet();

/** A window of somebody's own. Whatever a page's policy forbids is a fault. */
export async function person(browser, options = {}) {
  const context = await browser.newContext({ viewport: WIDE, locale: "fr-FR", ...options });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  if (options.javaScriptEnabled === false) scriptless.add(page);
  watch(page);
  return page;
}

export function watch(page) {
  page.on("pageerror", (error) => fault(`${where(page)}: ${error.message}`));
  page.on("console", (line) => {
    // An answer that is an error on purpose is noted by the browser as well.
    if (line.type() === "error" && !/Failed to load resource/.test(line.text())) fault(`${where(page)}: ${line.text()}`);
  });
  page.on("request", (request) => {
    const url = new URL(request.url());
    const own = ["localhost", "127.0.0.1"].includes(url.hostname) || ["data:", "blob:"].includes(url.protocol);
    if (!own) fault(`${where(page)}: asks ${url.hostname}`);
  });
}

/** The path of a page, with what changes from run to run replaced. */
export function where(page) {
  const url = new URL(typeof page === "string" ? page : page.url(), told.address);
  const long = (part) => (/^[0-9a-f]{12,}$/.test(part) ? "…" : part);
  return url.pathname.split("/").map(long).join("/") + url.search.replace(/[0-9a-f]{12,}/g, "…");
}

/** Everything that is asked of a page that is shown, whatever it is. `name` says which; the words may be somebody else's. */
export async function inspect(page, name = where(page), ours = true) {
  await reflows(page, name);
  await accessible(page, name, ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]);
  await page.emulateMedia({ colorScheme: "dark" });
  await accessible(page, `${name} (dark)`, ["color-contrast"]);
  await page.emulateMedia({ colorScheme: null });
  if (ours) await words(page, name);
}

/** Nothing that axe knows of stands in anybody's way. */
export async function accessible(page, name, rules) {
  if (scriptless.has(page)) return;
  // It is large: sent once for each document, and it need not fetch the style sheet again, which no rule of ours reads.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  const violations = await page.evaluate(async (runOnly) => {
    const { violations } = await window.axe.run(document, { runOnly, resultTypes: ["violations"], preload: false });
    return violations;
  }, rules);
  for (const { id, nodes } of violations) {
    fault(`${name}: ${id}: ${nodes.slice(0, 3).map((node) => node.target.join(" ")).join(", ")}: ${nodes[0].failureSummary.split("\n")[1]?.trim()}`);
  }
}

/** At 400 % nothing has to be moved sideways, nothing that stays where it is covers the text, and no text is cut off. */
export async function reflows(page, name) {
  const before = page.viewportSize();
  await page.setViewportSize({ width: ZOOMED.width, height: ZOOMED.height });
  const screen = await page.context().newCDPSession(page);
  await screen.send("Emulation.setDeviceMetricsOverride", ZOOMED);
  const wide = await page.evaluate(() => {
    const root = document.scrollingElement;
    if (root.scrollWidth <= window.innerWidth) return null;
    const out = [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > window.innerWidth + 1);
    return `${root.scrollWidth} pixels: ${out.slice(0, 4).map((e) => e.outerHTML.slice(0, 80)).join(" | ")}`;
  });
  if (wide) fault(`${name}: wider than a phone: ${wide}`);
  // What scrolls inside a box of its own is for tables of two dimensions and for code alone.
  const inner = await page.evaluate(() => [...document.querySelectorAll("body *")]
    .filter((e) => e.scrollWidth > e.clientWidth + 2 && ["auto", "scroll"].includes(getComputedStyle(e).overflowX))
    .filter((e) => !e.matches("pre, textarea, select, .wide")).map((e) => e.outerHTML.slice(0, 80)));
  for (const e of inner) fault(`${name}: scrolls sideways: ${e}`);
  for (const e of await page.evaluate(hidden)) fault(`${name}: at 400 %, ${e}`);
  await screen.detach();
  await page.setViewportSize(before);
}

/** What of a page cannot be read on a low screen: under what stays where it is, or cut off by its own box. */
function hidden() {
  const out = [];
  const all = [...document.querySelectorAll("body *")].map((e) => [e, getComputedStyle(e)]);
  const stays = all.filter(([, style]) => ["fixed", "sticky"].includes(style.position)).map(([e]) => e);
  const bottom = document.scrollingElement.scrollHeight - innerHeight;
  for (const y of stays.length ? [0, bottom / 2, bottom] : []) {
    scrollTo(0, y);
    const boxes = stays.map((e) => [e, e.getBoundingClientRect()]).filter(([, box]) => box.width > 1 && box.height > 1);
    const high = ([, box]) => Math.max(0, Math.min(box.bottom, innerHeight) - Math.max(box.top, 0));
    const sum = boxes.reduce((sum, one) => sum + high(one), 0);
    if (sum > innerHeight / 4) out.push(`${Math.round(sum)} of ${innerHeight} pixels are covered: ${boxes[0][0].outerHTML.slice(0, 80)}`);
  }
  scrollTo(0, 0);
  const cut = ([e, style]) => ["hidden", "clip"].includes(style.overflowY) && e.clientHeight > 2 && e.scrollHeight > e.clientHeight + 4;
  out.push(...all.filter(cut).filter(([e]) => e.innerText?.trim()).map(([e]) => `is cut off: ${e.outerHTML.slice(0, 80)}`));
  return out;
}

/** What is said, and how: a language, a title, typography, no text that a template left. */
async function words(page, name) {
  const seen = await page.evaluate(() => ({
    lang: document.documentElement.lang,
    title: document.title,
    headings: document.querySelectorAll("h1").length,
    text: document.body.innerText,
    code: [...document.querySelectorAll("pre, code, input, textarea, dd")].map((e) => e.innerText).join("\n"),
  }));
  if (!["fr", "en"].includes(seen.lang)) fault(`${name}: its language is ${JSON.stringify(seen.lang)}`);
  if (!seen.title.trim()) fault(`${name}: no title`);
  if (seen.headings !== 1) fault(`${name}: ${seen.headings} first headings`);
  const left = seen.text.match(/\{[ $]|\{\{|\bundefined\b|\bNone\b|Some\(|\b[a-z]+-[a-z]+-lead\b/);
  if (left) fault(`${name}: says ${JSON.stringify(left[0])}`);
  if (seen.lang === "fr") {
    // A French sign stands after a space that does not break.
    const loose = seen.text.split("\n").filter((line) => !seen.code.includes(line)).join("\n").match(/[^\n]{0,20} [;:!?»](\s|$)|« [^\n]{0,20}/m);
    if (loose) fault(`${name}: a space that breaks: ${JSON.stringify(loose[0])}`);
    const straight = seen.text.split("\n").filter((line) => !seen.code.includes(line)).join("\n").match(/[A-Za-zé]'[a-zé][^\n]{0,20}/);
    if (straight) fault(`${name}: a straight apostrophe: ${JSON.stringify(straight[0])}`);
  }
}

/** How many bytes a page takes with all it loads, pictures left out. */
export async function weigh(page, url) {
  let bytes = 0;
  const all = [];
  const count = (response) => {
    const kind = response.request().resourceType();
    if (!["image", "font"].includes(kind)) all.push(response.body().then((body) => { bytes += body.length; }, () => {}));
  };
  page.on("response", count);
  const response = await page.goto(url, { waitUntil: "load" });
  page.off("response", count);
  await Promise.all(all);
  if (bytes > WEIGHT) fault(`${where(url)}: ${bytes} bytes`);
  return response;
}

/** Presses Tab until the element has the focus, which has to be seen there. */
export async function tab(page, selector, most = 80) {
  const target = page.locator(selector).first();
  await target.waitFor({ state: "attached" });
  const there = () => target.evaluate((e) => e === document.activeElement);
  // The page itself led there, and may have been scrolled since: whoever comes back to it sees it.
  if (await there()) await page.keyboard.press("Shift+Tab");
  for (let n = 0; n < most; n++) {
    if (await there()) return focusIsSeen(page, selector);
    await page.keyboard.press("Tab");
  }
  throw new Error(`${where(page)}: ${selector} cannot be reached with the keyboard`);
}

async function focusIsSeen(page, selector) {
  // The page may still be on its way to what has the focus.
  const look = () => {
    const e = document.activeElement;
    const drawn = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    const box = e.getBoundingClientRect();
    const inside = box.bottom > 0 && box.top < window.innerHeight;
    const card = e.closest(".card");
    return inside && (drawn(getComputedStyle(e)) || (card && drawn(getComputedStyle(card))));
  };
  const seen = await page.waitForFunction(look, undefined, { timeout: 10_000 }).then(() => true, () => false);
  if (!seen) fault(`${where(page)}: the focus on ${selector} is not seen`);
}

/** More tabs beside one that is there, each with whatever its window keeps: they are used at the same time. */
export async function tabs(page, count) {
  const all = [page];
  while (all.length < count) {
    const one = await page.context().newPage();
    watch(one);
    all.push(one);
  }
  return all;
}

/** Does something with each of `all`, in as many tabs at the same time as there are. */
export async function each(tabs, all, act) {
  const left = [...all];
  await Promise.all(tabs.map(async (tab) => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await act(tab, one);
  }));
}

/** In place of a text: the field is one of several of which one is chosen. */
export const RADIO = Symbol("radio");

/** Fills a form with the keyboard alone: `[[selector, text], …]`, then Enter on what sends it. */
export async function typed(page, fields, send) {
  for (const [selector, text] of fields) {
    if (text === RADIO) {
      await radio(page, selector);
      continue;
    }
    await tab(page, selector);
    const kind = await page.evaluate(() => {
      const e = document.activeElement;
      return e.matches("select") ? "select" : e.matches("[type=checkbox], [type=radio]") ? "mark" : e.type === "date" ? "date" : "text";
    });
    if (kind === "mark") await page.keyboard.press("Space");
    else if (kind === "select") await chosen(page, text);
    else if (kind === "date") await page.locator(selector).fill(text);
    else {
      await page.keyboard.press("Control+A");
      await page.keyboard.insertText(text);
    }
  }
  await pressed(page, send);
}

/** One of several, with the arrows: Tab leads to the one that is chosen. */
async function radio(page, selector) {
  const name = await page.locator(selector).getAttribute("name");
  await tab(page, `input[name="${name}"]:checked`);
  for (let n = 0; n < 20; n++) {
    if (await page.locator(selector).isChecked()) return;
    await page.keyboard.press("ArrowDown");
  }
  throw new Error(`${where(page)}: ${selector} cannot be chosen with the keyboard`);
}

/** Chooses an option as people do without a mouse: with the arrows. */
async function chosen(page, text) {
  await page.keyboard.press("Home");
  for (let n = 0; n < 60; n++) {
    const now = await page.evaluate(() => document.activeElement.selectedOptions[0].text);
    if (now.includes(text)) return;
    await page.keyboard.press("ArrowDown");
  }
  throw new Error(`${where(page)}: no choice ${text}`);
}

/** Goes to a button or a link with Tab, and presses Enter. */
export async function pressed(page, selector) {
  await tab(page, selector);
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
}

/** The words of a page. */
export const text = (page) => page.locator("body").innerText();
