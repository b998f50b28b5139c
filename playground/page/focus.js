// Drawing a card or form again replaces its elements: whoever was on one of them by keyboard stays where they were.
const SHEET_WIDTH = 250;
let last = null;
let around = null;
document.addEventListener("focusin", (event) => {
  last = event.target;
  around = last.closest(".list, .home");
});
new MutationObserver(() => {
  if (!last || last.isConnected || document.activeElement !== document.body) return;
  const key = last.dataset.field;
  last = null;
  // What is gone for good leaves them in the list it was in.
  ((key && document.querySelector(`[data-field="${CSS.escape(key)}"]`)) || around)?.focus();
}).observe(document, { childList: true, subtree: true });

// A menu closes when one turns elsewhere or presses Escape.
document.addEventListener("pointerdown", (event) => closeMenus(event.target));
document.addEventListener("focusin", (event) => closeMenus(event.target));
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest?.("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
  event.preventDefault();
});

// A menu low in the window unfolds upwards, and one at its right edge to the left, where there is room.
document.addEventListener(
  "toggle",
  (event) => {
    const menu = event.target;
    if (!menu.matches?.("details.menu[open]")) return;
    const place = menu.getBoundingClientRect();
    menu.toggleAttribute("data-up", place.top > window.innerHeight * 0.55);
    menu.toggleAttribute("data-left", place.left + SHEET_WIDTH > window.innerWidth);
  },
  true,
);

// In a menu or list the arrow keys go from entry to entry; an opened menu begins at its first.
const entries = "a[href], button:not(:disabled), summary, input";
document.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const target = event.target;
  if (!target.matches?.("a, button, summary, .sheet input[type=checkbox]")) return;
  const list = target.closest("details.menu[open]") ?? target.closest(".places");
  if (!list) return;
  const all = [...list.querySelectorAll(entries)].filter((entry) => entry.checkVisibility());
  const next = all[all.indexOf(target) + (event.key === "ArrowDown" ? 1 : -1)];
  next?.focus();
  event.preventDefault();
});

// A list that grows while one presses an entry moves that entry away from under the pointer: it is still the one meant.
let pressed = null;
document.addEventListener("pointerdown", (event) => {
  const entry = event.target.closest?.(".places a, .places button");
  pressed = entry && { entry, x: event.clientX, y: event.clientY };
});
document.addEventListener(
  "click",
  (event) => {
    const meant = pressed;
    pressed = null;
    if (!meant?.entry.isConnected || meant.entry.contains(event.target)) return;
    if (Math.hypot(event.clientX - meant.x, event.clientY - meant.y) > 5) return;
    event.preventDefault();
    event.stopPropagation();
    meant.entry.click();
  },
  true,
);

function closeMenus(target) {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(target)) menu.open = false;
}
