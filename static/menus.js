// Small things on every page. A click or Escape outside an open menu closes it, as in Datasette; other <details> stay as left.
const MENUS = "details.nav-menu[open], details.actions-menu-links[open]";

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll(MENUS)) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") for (const menu of document.querySelectorAll(MENUS)) menu.open = false;
});
// datasette-vega carries the part after # (its chart) over to every link that leads to the same page, and so undoes links
// within a page. It listens at the window: what is stopped here never comes there.
document.addEventListener("click", (event) => {
  if (event.target.closest("a[href^='#']")) event.stopPropagation();
});
