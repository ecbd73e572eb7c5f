// Follow links to our own pages inside the open session: a full load would start a new one,
// and lose who you said you are. The address goes through the browser's history, so that
// back and forward work as on any page.
export default function () {
  const follow = (event) => {
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
    const link = event.composedPath().find((node) => node.matches?.("a[data-ed-page]"))
    if (!link || !plain || event.defaultPrevented) return
    event.preventDefault()
    const target = new URL(link.href)
    const me = new URLSearchParams(location.search).get("me")
    if (me && !target.searchParams.has("me")) target.searchParams.set("me", me)
    history.pushState(null, "", target)
    dispatchEvent(new PopStateEvent("popstate"))
  }
  document.addEventListener("click", follow)
  return () => document.removeEventListener("click", follow)
}
