// Shows what the statement in the address says, on this machine alone: nothing is sent, and nothing is checked.
"use strict";
(async () => {
  const limit = 4096;
  const token = location.hash.slice(1);
  const parts = token.split(".");
  if (parts.length !== 3 || token.length > limit) return;
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const header = JSON.parse(new TextDecoder().decode(bytes(parts[0])));
  if (header.typ !== "bqr" || header.zip !== "DEF") return;
  const inflated = new Blob([bytes(parts[1])]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const reader = inflated.getReader();
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let text = "";
  for (let size = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > limit) return;
    text += decoder.decode(value, { stream: true });
  }
  const claims = JSON.parse(text);
  if (claims.v !== 1) return;
  const day = (seconds) => new Date(seconds * 1000).toLocaleDateString(document.documentElement.lang, { dateStyle: "long" });
  const person = claims.r && claims.r.n;
  const shown = { n: claims.n, o: claims.o, r: person, f: claims.f && day(claims.f), t: claims.t && day(claims.t), c: claims.c };
  for (const [name, value] of Object.entries(shown)) {
    const place = document.querySelector(`[data-claim="${name}"]`);
    if (typeof value !== "string" || value.trim() === "" || !place) continue;
    place.textContent = value;
    place.parentElement.hidden = false;
  }
  const said = document.getElementById("said");
  const own = claims.b === said.dataset.place && /^[0-9a-f]{32}(\/[a-z.]+)?$/.exec(claims.c);
  if (own) {
    const link = document.getElementById("full");
    link.href = `../b/${claims.c.split("/")[0]}/`;
    link.parentElement.hidden = false;
  }
  said.hidden = false;
  for (const other of document.querySelectorAll("li.language a")) other.hash = token;
})().catch(() => {});
