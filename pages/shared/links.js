// Follow links to our own pages inside the open session: a full load would start a new one.
// The address goes through the browser's history, so that back and forward work as on any page.
// Who looks at a point of the past stays there, also in a new tab; a link may lead elsewhere by
// naming another point, or back to now.
// The name that was chosen on a local desk is kept in a cookie, for the next load of the page.
const MENU = ["TopNav", "SidebarNav"].map((one) => `[data-testid^=st${one}] a, a[data-testid^=st${one}]`).join()
let then = "" // told anew with every run; the listeners are added once, being the same

const linked = (event, which) => event.composedPath().find((node) => node.matches?.(which))
const isPlain = (event) => event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey

const stay = (event) => {
  const link = linked(event, `a[data-ed-page], ${MENU}`)
  if (!link) return
  const to = new URL(link.href)
  if (link.dataset.edThen) to.searchParams.delete("as_of")
  delete link.dataset.edThen
  if (then && !to.searchParams.has("as_of") && !link.closest("[data-ed-now]")) {
    to.searchParams.set("as_of", then)
    link.dataset.edThen = then
  }
  if (link.href !== to.href) link.href = to.href
}
const open = (event, link) => {
  event.preventDefault()
  history.pushState(null, "", link.href)
  dispatchEvent(new PopStateEvent("popstate"))
}
const follow = (event) => {
  const link = linked(event, "a[data-ed-page]")
  if (link && isPlain(event) && !event.defaultPrevented) open(event, link)
}
// The menu would lead to a bare address, and the way back would pass through the present.
const turn = (event) => {
  stay(event)
  const link = linked(event, MENU)
  if (!link || !then || !isPlain(event)) return
  event.stopPropagation()
  open(event, link)
  document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }))
}

export default function ({ data }) {
  then = data.then
  if (data.me !== null) {
    const age = data.me ? 31536000 : 0
    document.cookie = `${data.cookie}=${encodeURIComponent(data.me)}; path=/; samesite=strict; max-age=${age}`
  }
  document.addEventListener("pointerdown", stay, true)
  document.addEventListener("click", turn, true)
  document.addEventListener("click", follow)
  return () => {
    document.removeEventListener("pointerdown", stay, true)
    document.removeEventListener("click", turn, true)
    document.removeEventListener("click", follow)
  }
}
