// Follow links to our own pages inside the open session: a full load would start a new one.
// The address goes through the browser's history, so that back and forward work as on any page.
// The name that was chosen on a local desk is kept in a cookie, for the next load of the page.
export default function ({ data }) {
  if (data.me !== null) {
    const age = data.me ? 31536000 : 0
    document.cookie = `${data.cookie}=${encodeURIComponent(data.me)}; path=/; samesite=strict; max-age=${age}`
  }
  const follow = (event) => {
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
    const link = event.composedPath().find((node) => node.matches?.("a[data-ed-page]"))
    if (!link || !plain || event.defaultPrevented) return
    event.preventDefault()
    history.pushState(null, "", link.href)
    dispatchEvent(new PopStateEvent("popstate"))
  }
  document.addEventListener("click", follow)
  return () => document.removeEventListener("click", follow)
}
