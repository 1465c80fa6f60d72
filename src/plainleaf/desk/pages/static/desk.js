// What takes fewer steps with a script than without: a choice counts at once, and the print window opens by itself.
document.documentElement.classList.add("script");

for (const box of document.querySelectorAll("[data-at-once]")) {
  box.addEventListener("change", () => box.form.requestSubmit());
}

let paper;
let otherwise = false;

function prepare() {
  for (const form of document.querySelectorAll("form[data-print]")) form.addEventListener("submit", send);
  const ask = document.querySelector("details.ask");
  ask?.addEventListener("toggle", () => { if (ask.open) ask.querySelector("button").focus(); });
}

// A form is sent and its answer kept in memory only: as a page of its own, a browser would remember what was written.
async function send(event) {
  const form = event.target;
  if (event.submitter?.hasAttribute("data-plain") || otherwise) return;
  event.preventDefault();
  const said = document.getElementById("said");
  said.textContent = "";
  const button = event.submitter;
  if (button) button.disabled = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), cache: "no-store" });
    if (answer.headers.get("content-type") === "application/pdf") print(await answer.blob());
    else tell(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch {
    said.textContent = said.dataset.otherwise;
  } finally {
    if (button) button.disabled = false;
  }
}

function tell(page) {
  const again = page.getElementById("fill");
  if (again && document.getElementById("fill")) {
    // Something is wrong in the form: it takes the place of the one that was sent.
    document.getElementById("fill").replaceWith(document.adoptNode(again));
    prepare();
    document.getElementById("faults").focus();
    return;
  }
  document.getElementById("said").textContent = page.querySelector("main h1, main h2")?.textContent ?? page.body.textContent;
}

function print(file) {
  for (const one of document.querySelectorAll("#faults, .fault")) one.remove();
  for (const one of document.querySelectorAll("[aria-invalid]")) one.removeAttribute("aria-invalid");
  forget();
  paper = document.createElement("iframe");
  paper.className = "unseen";
  paper.tabIndex = -1;
  paper.setAttribute("aria-hidden", "true");
  paper.addEventListener("load", printed, { once: true });
  paper.src = URL.createObjectURL(file);
  document.body.append(paper);
}

function printed() {
  try {
    paper.contentWindow.focus();
    paper.contentWindow.print();
  } catch {
    // A browser that prints no file from a frame shows it in a window of its own, where its own button prints.
    otherwise = true;
    const said = document.getElementById("said");
    said.textContent = said.dataset.otherwise;
    return;
  }
  const panel = document.querySelector("[data-panel]");
  panel.classList.add("open");
  panel.querySelector("button").focus({ preventScroll: true });
}

function forget() {
  if (!paper) return;
  URL.revokeObjectURL(paper.src);
  paper.remove();
  paper = undefined;
}

document.querySelector("[data-close]")?.addEventListener("click", () => {
  document.querySelector("[data-panel]").classList.remove("open");
});
// Who comes back to a form for one patient finds it empty.
window.addEventListener("pagehide", forget);
window.addEventListener("pageshow", (event) => { if (event.persisted) document.getElementById("fill")?.reset(); });

prepare();
