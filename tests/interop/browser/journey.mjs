// From the first start to a badge that is taken back, by people: with the keyboard alone and without script, then with a
// mouse on a phone. Another place on the same server must see nothing of it.
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { address, letters } from "./letters.mjs";
import { end, fault, inspect, launch, must, person, pressed, tab, RADIO, text, told, typed, where } from "./lib.mjs";

const PHONE = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };
const link = (path) => `main a[href*="${path}"]`;
const submit = "main form[method=post] button[type=submit]";

function says(page, wanted) {
  return text(page).then((said) => must(said.includes(wanted), `${where(page)} does not say ${wanted}:\n${said}`));
}

/** A file given to the verify page, and what it says. */
async function verdict(page, give) {
  await page.goto(`${told.address}/verify?lang=fr`);
  await give();
  await pressed(page, submit);
  await inspect(page, "a verdict");
  return text(page);
}

const browser = await launch();

// Whoever starts the server; no script runs, no mouse is there.
const first = await person(browser, { javaScriptEnabled: false });
const passing = await person(browser);
for (const lang of ["fr", "en"]) {
  await passing.goto(`${told.start}?lang=${lang}`);
  await inspect(passing);
}
await first.goto(`${told.start}?lang=fr`);
await typed(first, [["#name", "Camille Roy"], ["#address", "camille@example.org"], ["#password", "une phrase de passe"]], submit);
await says(first, "Bonjour Camille Roy.");
await first.goto(`${told.start}?lang=fr`);
must((await text(first)).includes("Ce lien ne vaut plus rien"), "the first link is good twice");

// A place, what can be earned there, and a badge.
await first.goto(`${told.address}/staff?lang=fr`);
await pressed(first, link("/staff/new"));
await typed(first, [["#name", "Atelier du Port"]], submit);
await says(first, "Atelier du Port");
const place = new URL(first.url()).pathname;
await pressed(first, 'nav.tabs a[href*="/achievements"]');
await pressed(first, link("new-achievement"));
await typed(first, [
  ['[name="fr.name"]', "Découpe laser"],
  ['[name="fr.description"]', "Sait préparer un dessin et découper sans danger."],
  ['[name="fr.criteria"]', "- A découpé une boîte.\n- Sait quand il ne faut pas."],
  ['[name="kind"]', "savoir-faire"],
], 'button[value="publish"]');
await pressed(first, 'nav.tabs a[href*="/award"]');
await typed(first, [
  ["#achievement", "Découpe laser"],
  ["#address", "maya@example.org"],
  ["#name", "Maya Ferret"],
  ["#day", "2026-03-02"],
  ["#narrative", "A découpé une boîte à charnière souple."],
], submit);
await says(first, "Le badge est délivré.");
const badge = new URL(first.url()).pathname;

// Whoever gets it: the letter, then the page, on a phone.
const [letter] = await letters("maya@example.org");
must(!letter.defects.length, `a letter with faults: ${letter.defects}`);
const page = address(letter, /\/b\/[0-9a-f]{32}\//);
const maya = await person(browser, PHONE);
await maya.goto(page);
await says(maya, "Découpe laser");
must(!(await text(maya)).includes("Ferret"), "the page says a name");
await inspect(maya, "the badge's page");
const picture = await maya.context().request.get(new URL("badge.png", page).href);
const credential = await maya.context().request.get(new URL("credential.json", page).href);
must(picture.ok() && credential.ok(), `the badge: ${picture.status()}, ${credential.status()}`);
writeFileSync(join(told.folder, "badge.png"), await picture.body());
writeFileSync(join(told.folder, "credential.json"), await credential.body());

// A link in the letter takes the page away without an account, once; the team puts it back.
const refuse = address(letter, /\/refuse\//);
for (const lang of ["en", "fr"]) {
  await maya.goto(refuse.replace(/lang=../, `lang=${lang}`));
  await inspect(maya, `a page that can be removed, in ${lang}`);
}
await Promise.all([maya.waitForNavigation(), maya.locator(submit).evaluate((e) => { e.form.noValidate = true; e.click(); })]);
await inspect(maya, "a page that can be removed, and no reason chosen");
await maya.locator('input[name="why"]').first().check();
await Promise.all([maya.waitForNavigation(), maya.tap(submit)]);
await inspect(maya, "a page that was removed");
must((await maya.goto(page)).status() === 404, "the page is there still");
await maya.goto(refuse);
await says(maya, "Ce lien n’est plus bon");
await first.goto(`${told.address}${badge}?lang=fr`);
await pressed(first, 'button[value="show"]');
must((await maya.goto(page)).ok(), "the page was not put back");

// Whoever is shown it: as a picture, as text, as an address; without script, then with.
const employer = await person(browser, { javaScriptEnabled: false });
const phone = await person(browser, PHONE);
const file = (who) => verdict(who, () => who.setInputFiles("#file", join(told.folder, "badge.png")));
const pasted = (who, what) => verdict(who, async () => {
  await tab(who, "#text");
  await who.fill("#text", what);
});
for (const who of [employer, phone]) {
  for (const said of [await file(who), await pasted(who, await credential.text()), await pasted(who, page)]) {
    must(said.includes("Atelier du Port") && said.includes("Découpe laser") && /✓\s*Authentique\s*[:.]/.test(said), `a good badge: ${said}`);
    must(!/Ce badge a été annulé/.test(said), `a good badge is called revoked: ${said}`);
  }
  const altered = (await credential.text()).replace("charnière souple", "charnière solide");
  const said = await pasted(who, altered);
  must(altered !== (await credential.text()) && /Ce badge a été modifié après sa signature/.test(said), `an altered badge: ${said}`);
}

// It is taken back, with a reason that names nobody.
await first.goto(`${told.address}${badge}?lang=fr`);
await typed(first, [["#reason", "Maya Ferret s’est trompée"]], 'button[value="revoke"]');
await says(first, "nomme quelqu’un");
await inspect(first, "a reason that names somebody");
await typed(first, [["#reason", "Délivré par erreur"]], 'button[value="revoke"]');
await says(first, "annulé");
await maya.goto(page);
await says(maya, "Délivré par erreur");
await inspect(maya, "the page of a badge that was taken back");
for (const who of [employer, phone]) {
  for (const said of [await file(who), await pasted(who, page)]) {
    must(/Ce badge a été annulé/.test(said), `a badge that was taken back: ${said}`);
  }
}
await first.goto(`${told.address}${badge}?lang=fr`);
await pressed(first, 'button[value="reinstate"]');
must(!/Ce badge a été annulé/.test(await file(employer)), "a badge that was given back");

// Another place on the same server, with an administrator of its own who was invited by mail.
await first.goto(`${told.address}/staff/new?lang=fr`);
await typed(first, [["#name", "La Ligue"], ["#base", `${told.address}/ligue`]], submit);
const other = new URL(first.url()).pathname;
await pressed(first, 'nav.tabs a[href*="/team"]');
await typed(first, [["#address", "dominique@example.org"], ['input[name="role"][value="administrator"]', RADIO]], "form:has(#address) button[type=submit]");
const invited = address((await letters("dominique@example.org"))[0], /\/staff\/invited\//);
const second = await person(browser, PHONE);
await second.goto(invited);
await second.fill("#name", "Dominique Petit");
await second.fill("#password", "encore une phrase");
await Promise.all([second.waitForNavigation(), second.tap(submit)]);
await second.goto(`${told.address}/staff?lang=fr`);
await says(second, "La Ligue");
must(!(await text(second)).includes("Atelier du Port"), "the second place's team is shown the first place");
for (const path of told.pages.filter((path) => path.includes("{place}"))) {
  const there = path.replace("{place}", place.split("/").at(-1)).replace("{token}", badge.split("/").at(-1)).replace("{slug}", "decoupe-laser");
  const answer = await second.context().request.get(`${told.address}${there}`);
  if (answer.status() !== 404) fault(`${path} of another place: ${answer.status()}`);
  const mine = there.replace(place, other);
  const own = await second.context().request.get(`${told.address}${mine}`);
  if (own.ok() && /Maya|Découpe laser|maya@/.test(await own.text())) fault(`${path} shows what another place has`);
}
await second.goto(`${told.address}${other}/badges?lang=fr&q=maya`);
must(!/Maya/.test((await text(second)).replace(/maya/g, "")), "a search finds what another place has");

// Forgotten passwords: a letter, a button, once.
const forgot = await person(browser, { javaScriptEnabled: false });
await forgot.goto(`${told.address}/staff/sign-in?lang=fr`);
await typed(forgot, [["#address", "dominique@example.org"]], 'button[value="link"]');
await inspect(forgot, "a letter that went");
const again = address((await letters("dominique@example.org", 2)).at(-1), /\/staff\/sign-in\//);
await forgot.goto(again);
await pressed(forgot, submit);
await says(forgot, "La Ligue");
await pressed(forgot, ".top form button");
must(where(forgot).startsWith("/staff/sign-in"), "signed out");
await forgot.goto(again);
await says(forgot, "Ce lien n’est plus bon");

// A table of people, with the keyboard alone and without script: given, mended, awarded.
await first.goto(`${told.address}${place}/table?lang=fr`);
await chosenFile("nom;courriel\nNour Haddad;nour@example.org\nPersonne;ceci-n-est-pas-une-adresse\n");
await typed(first, [["#achievement", "Découpe laser"]], 'form:has(#day) button[type=submit]');
await says(first, "ceci-n-est-pas-une-adresse");
await inspect(first, "a table with a row that cannot be awarded");
await chosenFile("nom;courriel\nNour Haddad;nour@example.org\nPaz Ortiz;paz@example.org\n");
await pressed(first, "form:has(#file) button[type=submit]");
must(!(await text(first)).includes("ceci-n-est-pas"), "the table was not put in the place of the other");
await pressed(first, 'button[value="award"]');
const batch = first.url();
for (let n = 0; n < 120 && (await first.locator("main progress").count()); n++) {
  await first.waitForTimeout(500);
  await first.goto(batch);
}
await first.goto(`${told.address}${place}/badges?lang=fr`);
for (const name of ["Nour Haddad", "Paz Ortiz"]) await says(first, name);
for (const name of ["nour", "paz"]) await letters(`${name}@example.org`);

// Enter on the field opens the system's own window, from which a file comes. The browser is told to give the window to us
// while it is at other things: on a busy machine the first Enter may come too early, and opens nothing.
async function chosenFile(rows) {
  for (let tries = 0; tries < 6; tries++) {
    await tab(first, "#file");
    const opened = first.waitForEvent("filechooser", { timeout: 10_000 }).catch(() => null);
    await first.waitForTimeout(200);
    await first.keyboard.press("Enter");
    const window = await opened;
    if (window) return window.setFiles({ name: "inscrits.csv", mimeType: "text/csv", buffer: Buffer.from(rows) });
  }
  fault("Enter on the field of a file opens no window");
}

// A picture that somebody changed on the disk is never given out; what is shown instead is a page for people.
for (const name of readdirSync(told.objects, { recursive: true }).filter((name) => /[0-9a-f]{64}$/.test(name))) {
  writeFileSync(join(told.objects, name), "changed");
}
for (const lang of ["fr", "en"]) {
  const answer = await passing.goto(`${page}preview.png?lang=${lang}`);
  must(answer.status() === 500, `a picture that was changed: ${answer.status()}`);
  await inspect(passing, `what broke, in ${lang}`);
}

await browser.close();
console.log(JSON.stringify({ badge: page }));
end();
