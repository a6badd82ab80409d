// The screen in the hall renews itself without a flicker; without script the page reloads itself.
(() => {
  const place = document.querySelector("[data-live-screen]");
  if (!place) return;
  const renew = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-cache" });
      if (!answer.ok) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-live-screen]");
      if (fresh && fresh.innerHTML !== place.innerHTML) place.replaceChildren(...fresh.childNodes);
    } catch { /* the network is away: the next round tries again */ }
  };
  setInterval(renew, 10000);
})();
