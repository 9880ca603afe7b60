// A click or Escape outside an open menu closes it, as in Datasette; other <details> stay as the reader left them.
const MENUS = "details.nav-menu[open], details.actions-menu-links[open]";

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll(MENUS)) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") for (const menu of document.querySelectorAll(MENUS)) menu.open = false;
});
