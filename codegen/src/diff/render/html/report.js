(() => {
  "use strict";
  const root = document.documentElement;
  const one = (id) => document.getElementById(id);
  root.classList.add("script");

  // Files that are opened from a disk may have no storage.
  const kept = {
    get: () => { try { return localStorage.getItem("docmill-theme") ?? ""; } catch { return ""; } },
    set: (theme) => { try { localStorage.setItem("docmill-theme", theme); } catch { /* not kept */ } },
  };
  const theme = one("theme");
  const paint = (name) => {
    if (name) root.dataset.theme = name; else delete root.dataset.theme;
  };
  theme.value = kept.get();
  paint(theme.value);
  theme.addEventListener("change", () => { paint(theme.value); kept.set(theme.value); });

  const form = document.querySelector("form.filters");
  if (!form) return;
  const changes = [...document.querySelectorAll("li.change")].map((item) => ({
    item,
    details: item.querySelector("details"),
    words: item.querySelector("summary").textContent.toLowerCase(),
  }));

  const filter = () => {
    const words = one("words").value.toLowerCase().split(/\s+/).filter(Boolean);
    const levels = new Set([...form.querySelectorAll("input[name=level]:checked")].map((box) => box.value));
    const wanted = ["area", "rust", "contract"].map((key) => [key, one(key).value]);
    let shown = 0;
    for (const { item, words: text } of changes) {
      const passes = levels.has(item.dataset.level)
        && wanted.every(([key, value]) => value === "" || item.dataset[key] === value)
        && words.every((word) => text.includes(word));
      item.hidden = !passes;
      shown += passes ? 1 : 0;
    }
    one("none").hidden = shown > 0;
    one("shown").textContent = `${shown} of ${changes.length} changes shown`;
  };
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  // The fields have their first values only after the event.
  form.addEventListener("reset", () => setTimeout(filter));

  const toggle = (open) => () => {
    for (const { item, details } of changes) if (!item.hidden) details.open = open;
  };
  one("open").addEventListener("click", toggle(true));
  one("close").addEventListener("click", toggle(false));
  if (changes.length <= 12) toggle(true)();
  filter();
})();
