// Goes through every page that there is, from link to link, in both languages, and asks of each what `inspect` asks.
// The list of pages is the server's own: one that no link leads to is a fault.
import { each, end, fault, inspect, launch, must, person, RADIO, tabs, text, told, typed, weigh, where } from "./lib.mjs";

/** So many pages of one kind are looked at; the others are like them. */
const EACH = 2;

/** Tabs that are used at the same time: a browser draws each in a process of its own. */
const TABS = 4;

/** Looked at by the journey, which begins at the first and gets the others in a letter. */
const elsewhere = ["/start/{secret}", "/refuse/{secret}", "/staff/account/address/{secret}"];

const kinds = told.pages.map((path) => ({ path, like: pattern(path), seen: new Set(), html: 0 }));

function pattern(path) {
  const parts = path.split("/").map((part) => (part.startsWith("{") ? "[^/]+" : part.replace(/[.]/g, "\\.")));
  return new RegExp(`^${parts.join("/")}$`);
}

/** The kind of page at a path: the one with the fewest parts that may be anything. */
function kind(path) {
  const open = (one) => one.path.split("{").length;
  return kinds.filter((one) => one.like.test(path)).sort((a, b) => open(a) - open(b))[0];
}

const browser = await launch();

/** From page to page, as far as links lead, within `stays`; `most` of each kind. */
async function crawl(all, starts, stays, most = EACH) {
  const queue = starts.map((url) => new URL(url, told.address));
  const met = new Set();
  const many = new Map();
  /** The next page that was not met; nothing while there is none. */
  const next = () => {
    while (queue.length) {
      const url = queue.shift();
      url.hash = "";
      const path = url.pathname;
      if (met.has(path) || !stays(url)) continue;
      met.add(path);
      const known = kind(path);
      const group = known?.path ?? where(url.href).replace(/\?.*/, "").replace(/…|(?<=achievements\/)[^/.]+/g, "*");
      if ((many.get(group) ?? 0) >= most) continue;
      many.set(group, (many.get(group) ?? 0) + 1);
      return url;
    }
  };
  let busy = 0;
  await Promise.all(all.map(async (page) => {
    for (;;) {
      const url = next();
      if (url) {
        busy += 1;
        queue.push(...(await look(page, url)));
        busy -= 1;
      } else if (busy) await new Promise((done) => setTimeout(done, 20));
      else return;
    }
  }));
  return met;
}

/** Looks at a page; tells where it leads. */
async function look(page, url) {
  const path = url.pathname;
  const known = kind(path);
  if (path.match(/\.(png|svg|json|jws|csv|toml|pdf|zip|xlsx)$/)) {
    const answer = await page.context().request.get(url.href);
    if (!answer.ok()) fault(`${where(url.href)}: ${answer.status()}`);
    known?.seen.add(path);
    return [];
  }
  const leads = [];
  // What a place publishes has a page for each language; the server's own pages are asked for in one.
  for (const lang of known ? ["fr", "en"] : [null]) {
    if (lang) url.searchParams.set("lang", lang);
    const answer = await opened(page, url.href);
    if (!answer) continue;
    if (!answer.ok()) fault(`${where(url.href)}: ${answer.status()}`);
    known?.seen.add(path);
    if (!(answer.headers()["content-type"] ?? "").startsWith("text/html")) continue;
    const said = await page.evaluate(() => document.documentElement.lang);
    if (lang && path !== "/api/v1/" && said !== lang) fault(`${where(url.href)}: speaks ${said}`);
    if (known) known.html += 1;
    await inspect(page);
    for (const href of await page.locator("a[href], img[src]").evaluateAll((all) => all.map((a) => a.href ?? a.src))) {
      const to = new URL(href);
      if (to.pathname.endsWith("/picture")) kind(to.pathname)?.seen.add(to.pathname);
      if (to.origin === new URL(told.address).origin) leads.push(to);
    }
  }
  return leads;
}

/** A page with its weight; nothing for what is downloaded. */
async function opened(page, url) {
  try {
    return await weigh(page, url);
  } catch (error) {
    if (/Download is starting|net::ERR_ABORTED/.test(error.message)) {
      kind(new URL(url).pathname)?.seen.add(new URL(url).pathname);
      return null;
    }
    throw error;
  }
}

const ours = (url) => kind(url.pathname) !== undefined;
const published = (url) => url.href.startsWith(told.place) && !ours(url);

// Whoever passes by.
const visitor = await person(browser);
const visitors = await tabs(visitor, TABS);
await crawl(visitors, ["/", "/verify", "/api/v1/", "/staff/sign-in"], ours);
const pages = await crawl(visitors, [told.place, told.badge], published, 3);
must(pages.size > 12, `only ${pages.size} pages of a place`);

// What is said of a badge: good, taken back, nothing, no badge.
const givens = ["fr", "en"].flatMap((lang) => [[told.badge, 200], ["", 400], ["rien", 200]].map((one) => [lang, ...one]));
await each(visitors, givens, async (page, [lang, given, status]) => {
  await page.goto(`${told.address}/verify?lang=${lang}`);
  await page.fill("#text", given);
  const [answer] = await Promise.all([page.waitForNavigation(), page.click("main button[type=submit]")]);
  if (answer.status() !== status) fault(`/verify of ${given}: ${answer.status()}`);
  await inspect(page, `/verify of ${JSON.stringify(where(given || "/"))} in ${lang}`);
});

// Who runs the server, with the link that was printed.
const team = await person(browser);
for (const lang of ["en", "fr"]) {
  await team.goto(`${told.team}?lang=${lang}`);
  await inspect(team);
}
kind(new URL(told.team).pathname).seen.add(new URL(told.team).pathname);
await Promise.all([team.waitForNavigation(), team.click("main button[type=submit]")]);
must(new URL(team.url()).pathname === "/staff", `signed in, and at ${where(team)}`);
const out = /sign-out/;
const team4 = await tabs(team, TABS);

// Another program: a token and an address that is told, each shown once with its secret; then the address has a page.
const programs = `${told.address}${told.inside}/programs?lang=fr`;
for (const [field, what, box, send] of [["#name", "Le portail", "scope", "token"], ["#url", "https://hook.example.org/", "kind", "hook"]]) {
  await team.goto(programs);
  await team.fill(field, what);
  await team.locator(`form:has(${field}) input[name="${box}"]`).first().check();
  await Promise.all([team.waitForNavigation(), team.click(`button[value="${send}"]`)]);
  must((await team.locator(".state.good code").count()) === 1, `${send}: no secret is shown`);
  await inspect(team, `a new ${send}`);
}

await crawl(team4, ["/staff"], (url) => ours(url) && url.pathname.startsWith("/staff") && !out.test(url.pathname));

// A table, from the file to what came of it.
await team.goto(`${told.address}${told.inside}/table?lang=fr`);
const rows = "name,email\nZoé Blanc,zoe@example.org\nAnaïs Noir,anais@example.org\nPersonne,ceci-n-est-pas-une-adresse\n";
await team.setInputFiles("#file", { name: "inscrits.csv", mimeType: "text/csv", buffer: Buffer.from(rows) });
await team.selectOption("#achievement", "impression-3d");
await Promise.all([team.waitForNavigation(), team.click("form:has(#day) button[type=submit]")]);
const plan = team.url();
await crawl(team4, [plan], (url) => ours(url) && url.pathname.includes("/table/"));
await team.goto(plan);
await Promise.all([team.waitForNavigation(), team.click('button[value="award"]')]);
const batch = team.url();
for (let n = 0; n < 120 && (await team.locator("main progress").count()); n++) {
  await team.waitForTimeout(500);
  await team.goto(batch);
}
await crawl(team4, [batch], (url) => ours(url) && url.pathname.includes("/batches/"));

// Forms that are sent with nothing in them say what is missing, as well as pages do.
const forms = [...kinds].filter((one) => one.path.startsWith("/staff") && one.html > 0);
await each(team4, forms, async (page, one) => {
  const path = [...one.seen][0];
  const count = await (await page.goto(`${told.address}${path}?lang=fr`), page.locator("main form[method=post]").count());
  for (let n = 0; n < count; n++) {
    await page.goto(`${told.address}${path}?lang=fr`);
    const form = page.locator("main form[method=post]").nth(n);
    const button = form.locator("button[type=submit]").first();
    const action = await form.getAttribute("action");
    // What takes something away or leads out is for the journeys.
    if (/sign-out|discard/.test(`${action} ${await button.getAttribute("value")}`)) continue;
    if (await form.locator("input[required], textarea[required]").count() === 0) continue;
    await form.evaluate((e) => {
      e.noValidate = true;
      for (let box = e.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
      for (const box of e.querySelectorAll("details")) box.open = true;
      for (const field of e.querySelectorAll("input:not([type=hidden], [type=radio], [type=checkbox]), textarea")) field.value = "";
    });
    const sent = Promise.all([page.waitForNavigation(), button.click()]);
    const [answer] = await sent.catch((error) => must(false, `${path}, form ${n} leads nowhere: ${error.message}`));
    if (answer.status() >= 500) fault(`${path}, form ${n} with nothing in it: ${answer.status()}`);
    await inspect(page, `${where(path)}, form ${n} with nothing in it`);
    if (answer.status() === 400) await tied(page, `${where(path)}, form ${n} with nothing in it`);
  }
});

// An invitation, and a guest who may not do everything.
const place = told.inside;
await team.goto(`${told.address}${place}/team?lang=fr`);
await typed(team, [["#address", "alex@example.org"], ['input[name="role"][value="reader"]', RADIO]], "form:has(#address) button[type=submit]");
await inspect(team, "an invitation to be passed on");
const link = (await text(team)).match(/https?:\S+\/staff\/invited\/\S+/)?.[0];
must(link, "no link of an invitation");
const guest = await person(browser);
await crawl([guest], [link], (url) => url.pathname.startsWith("/staff/invited"));
await typed(guest, [["#name", "Alex"], ["#password", "une phrase assez longue"]], "main button[type=submit]");
for (const [path, expected] of [[`${place}/acts`, 403], ["/staff/new", 403], ["/staff/places/999", 404]]) await status(guest, path, expected);
const nothing = ["/staff/nothing", "/start/nothing", "/refuse/nothing", "/staff/sign-in/1/nothing", "/staff/invited/1/nothing"];
await status(team, "/staff/account/address/nothing", 404);
await each(visitors, [...nothing, `${new URL(told.place).pathname}b/nothing/`], (page, path) => status(page, path, 404));

// What a form that comes from elsewhere gets.
await team.goto(`${told.address}${place}/team?lang=fr`);
const forged = await team.context().request.post(`${told.address}${place}/team`, {
  form: { address: "a@example.org", role: "reader" },
  headers: { origin: "https://elsewhere.example", "sec-fetch-site": "cross-site" },
});
must(forged.status() === 403, `a forged form: ${forged.status()}`);

for (const one of kinds) {
  if (one.seen.size === 0 && !elsewhere.includes(one.path)) fault(`${one.path}: no link leads there`);
}

// Last, since it is still in force afterwards: too many at once. A browser that is slow would be served again by the time
// it has opened the page, so it is shown the answer that came.
for (const lang of ["fr", "en"]) {
  let answer;
  for (let n = 0; n < 200 && answer?.status() !== 429; n += 10) {
    const ask = () => visitor.context().request.post(`${told.address}/verify?lang=${lang}`, { multipart: { text: "rien" } });
    const all = await Promise.all(Array.from({ length: 10 }, ask));
    answer = all.find((one) => one.status() === 429);
  }
  must(answer, "nothing is too much");
  await visitor.route("**/verify*", (route) => route.fulfill({ response: answer }));
  await visitor.goto(`${told.address}/verify?lang=${lang}`);
  await inspect(visitor, `too many, in ${lang}`);
  await visitor.unroute("**/verify*");
}

/** What is wrong with a form is said of its field: a link above leads there, it says so itself, and the first has the focus. */
async function tied(page, what) {
  const said = await page.evaluate(() => ({
    fields: [...document.querySelectorAll("main [role=alert] a")].map((a) => a.hash.slice(1)),
    wrong: [...document.querySelectorAll("[aria-invalid=true]")].map((field) => field.id),
    told: [...document.querySelectorAll("[aria-invalid=true]")].every((field) => {
      const by = field.getAttribute("aria-describedby")?.split(" ") ?? [];
      return by.some((id) => document.getElementById(id)?.matches(".wrong"));
    }),
    focus: document.activeElement.id,
  }));
  if (said.fields.length === 0) return fault(`${what}: no field is named`);
  const same = new Set([...said.fields, ...said.wrong]).size === new Set(said.wrong).size;
  if (!same || !said.told) fault(`${what}: ${JSON.stringify(said)}`);
  if (said.focus !== said.fields[0]) fault(`${what}: the focus is on ${said.focus || "nothing"}, not on ${said.fields[0]}`);
}

/** A page that says no. */
async function status(page, path, expected) {
  for (const lang of ["fr", "en"]) {
    const answer = await page.goto(`${told.address}${path}?lang=${lang}`);
    if (answer.status() !== expected) fault(`${path}: ${answer.status()} and not ${expected}`);
    await inspect(page, `${where(path)} (${expected}, ${lang})`);
  }
}

console.log(JSON.stringify({ pages: pages.size, kinds: kinds.map((one) => [one.path, one.seen.size, one.html]) }));
await browser.close();
end();
