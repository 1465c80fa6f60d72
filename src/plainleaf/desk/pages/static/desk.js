// What takes fewer steps with a script than without: a choice counts at once, and the print window opens by itself.
document.documentElement.classList.add("script");

for (const box of document.querySelectorAll("[data-at-once]")) {
  box.addEventListener("change", () => box.form.requestSubmit());
}

const paper = document.getElementById("paper");

function prepare() {
  for (const form of document.querySelectorAll("form[data-print]")) {
    // The answer goes into a frame that nobody sees, and is printed from there.
    form.target = paper.name;
    form.addEventListener("submit", (event) => {
      if (event.submitter?.hasAttribute("data-plain")) return;
      document.getElementById("said").textContent = "";
      paper.addEventListener("load", printed, { once: true });
    });
  }
  const ask = document.querySelector("details.ask");
  ask?.addEventListener("toggle", () => { if (ask.open) ask.querySelector("button").focus(); });
}

function printed() {
  const inside = paper.contentDocument;
  const said = document.getElementById("said");
  if (inside && inside.contentType === "text/html" && inside.getElementById("message")) {
    said.textContent = inside.querySelector("#message h1").textContent;
    return;
  }
  const again = inside && inside.getElementById("fill");
  if (again) {
    // Something is wrong in the form: it takes the place of the one that was sent.
    document.getElementById("fill").replaceWith(document.adoptNode(again));
    prepare();
    document.getElementById("faults").focus();
    return;
  }
  for (const one of document.querySelectorAll("#faults, .fault")) one.remove();
  for (const one of document.querySelectorAll("[aria-invalid]")) one.removeAttribute("aria-invalid");
  try {
    paper.contentWindow.focus();
    paper.contentWindow.print();
  } catch {
    // A browser that prints no file from a frame shows it in a window of its own, where its own button prints.
    for (const form of document.querySelectorAll("form[data-print]")) form.target = "_blank";
    said.textContent = said.dataset.otherwise;
    return;
  }
  const panel = document.querySelector("[data-panel]");
  panel.classList.add("open");
  panel.querySelector("button").focus({ preventScroll: true });
}

prepare();
