// Draws the badge anew as soon as something of it is chosen. Without this file, a button does it.
(() => {
  const form = document.querySelector("form[data-preview]");
  const picture = document.querySelector("#preview");
  if (!form || !picture) return;
  let waiting, last = 0;
  const draw = async () => {
    const mine = ++last;
    const body = new URLSearchParams(new FormData(form));
    try {
      const answer = await fetch(form.dataset.preview, { method: "POST", body });
      if (!answer.ok) return;
      const svg = await answer.text();
      if (mine === last) picture.src = "data:image/svg+xml," + encodeURIComponent(svg);
    } catch { /* the button is still there */ }
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(draw, 250);
  });
})();
