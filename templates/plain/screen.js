// The search of the list. Each file in search/ has put its language into `leaflets`: what the language is, and its
// leaflets as [place, leaflet, title, Latin name, names, [[level, words], ...]]. Nothing is fetched and nothing is sent.
"use strict";
(() => {
  const form = document.getElementById("search"), box = document.getElementById("q");
  const count = document.getElementById("count"), results = document.getElementById("results");
  const all = document.getElementById("all");

  // The same as fold() of the program: case, accents, points, and letters that stand for each other.
  const DROPPED = /[\u00ad\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]/g;
  const ALIKE = {
    "ß": "ss", "ς": "σ", "ı": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d",
    "ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك", "ہ": "ه", "ٱ": "ا",
  };
  const LETTERS = new RegExp("[" + Object.keys(ALIKE).join("") + "]", "g");
  const fold = text =>
    text.normalize("NFKD").toLowerCase().replace(DROPPED, "").replace(LETTERS, letter => ALIKE[letter]).normalize("NFC");
  const pieces = text => fold(text).split(/[^\p{L}\p{M}\p{N}]+/u).filter(Boolean);

  // One entry for each leaflet and language: `names` it goes by, and its levels with the words that each adds.
  const entries = [];
  for (const [tongue, list] of self.leaflets || []) {
    const spoken = pieces([tongue.lang, tongue.own, tongue.english].join(" ")).join(" ");
    for (const [place, leaflet, title, latin, names, levels] of list) {
      if (form.dataset.place && form.dataset.place !== place) continue;
      entries.push({ tongue, place, leaflet, title, latin, names: " " + names, spoken: " " + spoken, levels });
    }
  }
  const several = new Set(entries.map(entry => entry.place)).size > 1;
  const tongues = new Set(entries.map(entry => entry.tongue)).size > 1;

  // How well an entry answers, lower is better, and at which of its levels; nothing where a word is missing.
  function answer(entry, terms) {
    let rank = 0, level = 0;
    for (const term of terms) {
      if (entry.names.includes(" " + term) || entry.spoken.includes(" " + term)) continue;
      if (entry.names.includes(term)) { rank = Math.max(rank, 1); continue; }
      const at = entry.levels.findIndex(([, words]) => words.includes(term));
      if (at < 0) return null;
      rank = 2;
      level = Math.max(level, at);
    }
    return { entry, rank, level };
  }

  function element(tag, attributes, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  }

  const address = (entry, level) =>
    form.dataset.base + [entry.place, entry.tongue.lang, entry.leaflet, level].map(encodeURIComponent).join("/") + ".html";

  function card({ entry, level }) {
    const { tongue } = entry, foreign = { lang: "en", dir: "ltr" };
    const name = element("a", { href: address(entry, entry.levels[level][0]) }, entry.title);
    const title = element("h2", {}, name);
    if (entry.latin) title.append(" ", element("bdi", { class: "latin", ...foreign }, entry.latin));
    const about = element("p", { class: "brands" });
    if (tongues) about.append(tongue.own);
    if (tongues && tongue.own !== tongue.english) about.append(" · ", element("bdi", foreign, tongue.english));
    if (several) about.append(tongues ? " · " : "", tongue.places[entry.place]);
    const choices = element("p", { class: "choices" });
    for (const [each] of entry.levels) {
      const hidden = element("span", { class: "unseen" }, entry.title + ": ");
      choices.append(element("a", { href: address(entry, each) }, hidden, tongue.levels[each]), " ");
    }
    return element("li", { lang: tongue.lang, dir: tongue.dir }, title, ...(about.firstChild ? [about] : []), choices);
  }

  const number = value => String(value).replace(/\d/g, digit => [...form.dataset.digits][digit]);

  function search() {
    const terms = pieces(box.value);
    const found = terms.length ? entries.map(entry => answer(entry, terms)).filter(Boolean) : [];
    found.sort((one, other) => one.rank - other.rank);
    results.replaceChildren(...found.map(card));
    results.hidden = !found.length;
    all.hidden = terms.length > 0;
    count.textContent = !terms.length ? ""
      : found.length ? form.dataset.found.replace("{count}", number(found.length)) : form.dataset.none;
  }

  form.hidden = false;
  box.addEventListener("input", search);
  form.addEventListener("submit", event => {
    event.preventDefault();
    search();
    results.querySelector("a")?.focus();
  });
  box.value = new URLSearchParams(location.search).get("q") || "";
  search();
})();
