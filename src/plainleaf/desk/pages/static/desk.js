// What takes fewer steps with a script than without: a choice counts at once, and the print window opens by itself.
document.documentElement.classList.add("script");

for (const box of document.querySelectorAll("[data-at-once]")) {
  box.addEventListener("change", () => box.form.requestSubmit());
}

const paper = document.getElementById("paper");
const said = document.getElementById("said");
const panel = document.querySelector("[data-panel]");

for (const form of document.querySelectorAll("form[data-print]")) {
  // The answer goes into a frame that nobody sees, and is printed from there.
  form.target = paper.name;
  form.addEventListener("submit", (event) => {
    if (event.submitter?.hasAttribute("data-plain")) return;
    said.textContent = "";
    paper.addEventListener("load", printed, { once: true });
  });
}

function printed() {
  const inside = paper.contentDocument;
  if (inside && inside.contentType === "text/html" && inside.getElementById("message")) {
    said.textContent = inside.querySelector("#message h1").textContent;
    return;
  }
  try {
    paper.contentWindow.focus();
    paper.contentWindow.print();
  } catch {
    // A browser that prints no file from a frame shows it in a window of its own, where its own button prints.
    for (const form of document.querySelectorAll("form[data-print]")) form.target = "_blank";
    said.textContent = said.dataset.otherwise;
    return;
  }
  panel.classList.add("open");
  panel.querySelector("button").focus({ preventScroll: true });
}

const ask = document.querySelector("details.ask");
if (ask) {
  ask.addEventListener("toggle", () => { if (ask.open) ask.querySelector("button").focus(); });
}
